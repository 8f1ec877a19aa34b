// SPDX-License-Identifier: Apache-2.0

/// The answer to a ``CandidateQuery``: combinations of providers, and whom to tell about.
package struct Candidates: Sendable {
    /// What one provider of a candidate is chosen for.
    package struct Slot: Sendable {
        /// The suffix of the request group that the slot belongs to.
        package let suffix: String
        /// What the provider gives for the slot; nothing for a resourceless group.
        package let resources: [(resourceClass: Int32, amount: Int)]
    }

    /// The slots of every candidate, those of one group side by side.
    package let slots: [Slot]
    /// The suffixes of the groups, in the order of the query.
    package let suffixes: [String]
    /// The provider of each slot of the first candidate, then of the second, and so on.
    package internal(set) var providers: [Int32] = []
    /// The providers of which the answer has a summary, tree by tree.
    package internal(set) var summaries: [Int32] = []

    init(_ plan: SearchPlan) {
        slots = plan.slots.map {
            Slot(suffix: plan.groups[$0.group].suffix, resources: $0.resources)
        }
        suffixes = plan.groups.map(\.suffix)
    }

    /// How many candidates there are.
    package var count: Int { slots.isEmpty ? 0 : providers.count / slots.count }

    /// The providers of one candidate.
    package subscript(index: Int) -> ArraySlice<Int32> {
        providers[(index * slots.count)..<((index + 1) * slots.count)]
    }

    /// Puts the candidate at one index in the place of another one.
    mutating func copy(from source: Int, to target: Int) {
        for slot in slots.indices {
            providers[target * slots.count + slot] = providers[source * slots.count + slot]
        }
    }

    /// Replaces a candidate.
    mutating func set(_ assignment: [Int32], at index: Int) {
        for slot in slots.indices { providers[index * slots.count + slot] = assignment[slot] }
    }

    /// Exchanges two candidates.
    mutating func swap(_ left: Int, _ right: Int) {
        guard left != right else { return }
        for slot in slots.indices {
            providers.swapAt(left * slots.count + slot, right * slots.count + slot)
        }
    }

    /// Keeps the first candidates.
    mutating func truncate(to count: Int) {
        guard count < self.count else { return }
        providers.removeLast(providers.count - count * slots.count)
    }
}

extension Catalog {
    /// Finds the candidates that a query asks for.
    ///
    /// - Throws: ``CandidateError``.
    package func candidates(
        _ query: CandidateQuery, _ options: CandidateOptions = CandidateOptions()
    ) throws(CandidateError) -> Candidates {
        let plan = try SearchPlan(query, self)
        var search = CandidateSearch(plan, self, options, limit: query.limit)
        return try search.run()
    }
}

/// A set of provider identities as bits.
struct ProviderSet {
    private var words: [UInt64]

    init(_ catalog: Catalog) {
        words = [UInt64](repeating: 0, count: catalog.pages.count)
    }

    mutating func insert(_ id: Int32) { words[Int(id) >> 6] |= 1 << UInt64(id & 63) }

    func contains(_ id: Int32) -> Bool { words[Int(id) >> 6] >> UInt64(id & 63) & 1 == 1 }

    /// Calls `body` for each member in ascending order.
    func forEach(_ body: (Int32) -> Void) {
        for (number, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                body(Int32(number * 64 + rest.trailingZeroBitCount))
                rest &= rest &- 1
            }
        }
    }
}
