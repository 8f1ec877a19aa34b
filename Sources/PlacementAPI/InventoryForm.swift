// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import Placement

// How inventories are written and read as JSON, and what they may hold.
// Source: reference `placement/handlers/inventory.py` and `placement/schemas/inventory.py`.

extension Writer {
    /// Writes the members of an inventory.
    mutating func members(of inventory: Inventory) {
        member("total", inventory.total)
        member("reserved", inventory.reserved)
        member("min_unit", inventory.minUnit)
        member("max_unit", inventory.maxUnit)
        member("step_size", inventory.stepSize)
        member("allocation_ratio", inventory.allocationRatio)
    }

    /// Writes the members of an inventory that a client sent, as spelled there (`10.0` stays so).
    mutating func members(of inventory: JSON.Value) {
        for (name, missing) in inventoryDefaults { member(name, inventory[name] ?? missing) }
    }

    /// Writes the provider's generation behind a single inventory; the reference leaves out a 0.
    mutating func generation(_ generation: Int) {
        if generation != 0 { member("resource_provider_generation", generation) }
    }
}

/// The members of an inventory and what they are if a client does not say; `total` it must.
private let inventoryDefaults: [(String, JSON.Value)] = [
    ("total", .null), ("reserved", 0), ("min_unit", 1),
    ("max_unit", .integer(Inventory.largestNumber)), ("step_size", 1), ("allocation_ratio", 1.0),
]

extension JSON.Value {
    /// The inventory that a client sent, if it has something to give.
    ///
    /// - Throws: ``PlacementError/invalidCapacity(resourceClass:provider:mayReserveAll:)`` if it
    ///   has nothing to give: from 1.26 on it may reserve all that it has.
    func inventory(
        of resourceClass: String, provider: String, version: Microversion
    ) throws -> Inventory {
        let inventory = try inventory(of: resourceClass, provider: provider)
        let mayReserveAll = version >= .reservedTotal
        guard mayReserveAll ? inventory.capacity >= 0 : inventory.capacity > 0 else {
            throw PlacementError.invalidCapacity(
                resourceClass: resourceClass, provider: provider, mayReserveAll: mayReserveAll)
        }
        return inventory
    }

    /// The inventory that a client sent; what it does not say has its default.
    ///
    /// - Throws: ``APIError`` 400 for a ratio that is no number: NaN and infinities are some to
    ///   Python's JSON; the reference fails on them later.
    func inventory(of resourceClass: String, provider: String) throws -> Inventory {
        let inventory = Inventory(
            total: self["total"]?.integer ?? 0,
            reserved: self["reserved"]?.integer ?? 0,
            minUnit: self["min_unit"]?.integer ?? 1,
            maxUnit: self["max_unit"]?.integer ?? Inventory.largestNumber,
            stepSize: self["step_size"]?.integer ?? 1,
            allocationRatio: self["allocation_ratio"]?.number ?? 1)
        guard inventory.allocationRatio.isFinite else {
            throw APIError(
                .badRequest,
                "Bad inventory \(resourceClass) for resource provider \(provider): "
                    + "allocation_ratio is not a finite number")
        }
        return inventory
    }
}

extension JSON.Object {
    /// The inventories that a client sent, by resource class.
    ///
    /// The schema does not look at names that no class can have, nor at what stands there.
    ///
    /// - Throws: ``PlacementError/invalidCapacity(resourceClass:provider:mayReserveAll:)``, and
    ///   ``PlacementError/resourceClassNotFound(name:)`` for such a name.
    func inventories(provider: String, version: Microversion) throws -> [ClassInventory] {
        let known = try members.filter { Schemas.classPattern.matches($0.key) }
            .map { name, value in
                let inventory = try value.inventory(
                    of: name, provider: provider, version: version)
                return ClassInventory(name, inventory)
            }
        if let name = keys.first(where: { !Schemas.classPattern.matches($0) }) {
            throw PlacementError.resourceClassNotFound(name: name)
        }
        return known
    }
}
