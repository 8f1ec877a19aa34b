// SPDX-License-Identifier: Apache-2.0

/// One resource class of one provider, as a set of claims finds it and uses it up.
///
/// Claims of several consumers in one request draw from the same supply, so that the sum of them
/// has to fit. What those consumers held before is given back first: a claim replaces.
///
/// Source: reference `placement/objects/allocation.py`, `_check_capacity_exceeded`.
package struct Supply: Equatable, Sendable {
    /// Why an amount is refused.
    package enum Objection: Equatable, Sendable {
        /// The amount is under `min_unit`, over `max_unit` or no multiple of `step_size`.
        case constraints
        /// The amount does not fit beside what others hold.
        case capacity
    }

    private let inventory: Inventory
    /// The units that all consumers together held before the request.
    private let usedBefore: Int
    /// The units held once the consumers of the request have given back theirs, and have been
    /// handed what was taken so far.
    private var used: Int

    /// - Parameters:
    ///   - inventory: what the provider has of the class.
    ///   - usedBefore: the units that all consumers together hold of it.
    ///   - released: those of them held by the consumers of the request.
    package init(_ inventory: Inventory, usedBefore: Int, released: Int) {
        self.inventory = inventory
        self.usedBefore = usedBefore
        used = usedBefore - released
    }

    /// Takes an amount for one consumer, or says why it cannot be had.
    ///
    /// The limit is `(total - reserved) * allocation_ratio`, not rounded, unlike the capacity that
    /// summaries and inventory changes reckon with: 0.5 of a unit over a whole number changes
    /// nothing, as amounts are whole.
    ///
    /// A provider can be over its capacity, because its inventory shrank under its consumers. Then
    /// a set of claims after which no more is used than before is allowed: else such a consumer
    /// could not be shrunk, or moved to another provider in the same request with an amount left
    /// behind (bug 2104040 of the reference).
    ///
    /// - Parameter amount: at least 1.
    /// - Returns: `nil` if the amount was taken.
    package mutating func take(_ amount: Int) -> Objection? {
        let steps = inventory.stepSize > 0 && amount % inventory.stepSize == 0
        guard steps, amount >= inventory.minUnit, amount <= inventory.maxUnit else {
            return .constraints
        }
        let (sum, overflow) = used.addingReportingOverflow(amount)
        guard !overflow, fits(sum) || sum <= usedBefore else { return .capacity }
        used = sum
        return nil
    }

    private func fits(_ units: Int) -> Bool {
        let (available, overflow) = inventory.total.subtractingReportingOverflow(inventory.reserved)
        return !overflow && Double(units) <= Double(available) * inventory.allocationRatio
    }
}
