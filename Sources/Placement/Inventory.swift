// SPDX-License-Identifier: Apache-2.0

/// How much of one resource class a provider has to give.
package struct Inventory: Equatable, Sendable {
    /// Units that exist: MiB for `MEMORY_MB`, GiB for `DISK_GB`, one each for `VCPU`.
    package var total: Int
    /// Units that are never handed out.
    package var reserved: Int
    /// The smallest amount that one allocation may have.
    package var minUnit: Int
    /// The largest amount that one allocation may have.
    package var maxUnit: Int
    /// What the amount of an allocation must be a multiple of.
    package var stepSize: Int
    /// How often one unit may be handed out; more than 1 is overcommit.
    package var allocationRatio: Double

    /// The largest number that an inventory may hold.
    ///
    /// Source: reference `placement/db/constants.py`, `MAX_INT`.
    package static let largestNumber = 0x7FFF_FFFF

    /// An inventory; what is not given is as the API has it for clients that do not say: nothing is
    /// reserved, one allocation may have any amount from 1 on, and a unit is handed out once.
    ///
    /// Source: reference `placement/handlers/inventory.py`, `INVENTORY_DEFAULTS`.
    package init(
        total: Int, reserved: Int = 0, minUnit: Int = 1, maxUnit: Int = largestNumber,
        stepSize: Int = 1, allocationRatio: Double = 1
    ) {
        self.total = total
        self.reserved = reserved
        self.minUnit = minUnit
        self.maxUnit = maxUnit
        self.stepSize = stepSize
        self.allocationRatio = allocationRatio
    }

    /// Units that may be allocated in all, rounded towards zero.
    ///
    /// Source: reference `placement/objects/inventory.py`, `Inventory.capacity`.
    package var capacity: Int {
        let units = Double(total &- reserved) * allocationRatio
        return Int(exactly: units.rounded(.towardZero)) ?? (units < 0 ? Int.min : Int.max)
    }
}

/// The inventory of one resource class, as a provider's list holds it.
package struct ClassInventory: Equatable, Sendable {
    package let resourceClass: String
    package let inventory: Inventory
    /// When its row was made or last changed; `nil` if it comes from a request.
    package let lastModified: Timestamp?

    package init(_ resourceClass: String, _ inventory: Inventory, lastModified: Timestamp? = nil) {
        self.resourceClass = resourceClass
        self.inventory = inventory
        self.lastModified = lastModified
    }
}
