// SPDX-License-Identifier: Apache-2.0

package import Placement
import SQL

extension Store {
    /// The generation of a provider and all its inventories, in one query.
    ///
    /// - Throws: ``PlacementError/resourceProviderNotFound(uuid:)``.
    package func inventories(
        ofProvider uuid: String
    ) throws -> (generation: Int, inventories: [ClassInventory]) {
        var generation: Int?
        var inventories: [ClassInventory] = []
        try connection.forEachRow(
            """
            SELECT \(Store.inventoryColumns), rp.generation
            FROM resource_providers rp
            JOIN resource_providers root ON root.id = rp.root_provider_id
            LEFT JOIN inventories inv ON inv.resource_provider_id = rp.id
            LEFT JOIN resource_classes rc ON rc.id = inv.resource_class_id
            WHERE rp.uuid = ?
            ORDER BY inv.resource_class_id
            """, [.text(uuid)]
        ) { row in
            generation = row.integer(9)
            if !row.isNull(0) { inventories.append(ClassInventory(row)) }
        }
        guard let generation else { throw PlacementError.resourceProviderNotFound(uuid: uuid) }
        return (generation, inventories)
    }

    /// All inventories of a provider.
    package func inventories(of provider: ResourceProvider) throws -> [ClassInventory] {
        try connection.rows(
            """
            SELECT \(Store.inventoryColumns)
            FROM inventories inv
            JOIN resource_classes rc ON rc.id = inv.resource_class_id
            WHERE inv.resource_provider_id = ?
            ORDER BY inv.resource_class_id
            """, [.integer(provider.id)], as: ClassInventory.init)
    }

    private static let inventoryColumns = """
        rc.name, inv.total, inv.reserved, inv.min_unit, inv.max_unit, inv.step_size,
            inv.allocation_ratio, inv.updated_at, inv.created_at
        """

    /// Gives a provider an inventory of a class that it has none of.
    ///
    /// - Throws: ``PlacementError/resourceClassNotFound(name:)``,
    ///   ``PlacementError/inventoryExists(resourceClass:)`` and
    ///   ``PlacementError/resourceProviderGenerationConflict(uuid:)``.
    package func add(_ new: ClassInventory, to provider: inout ResourceProvider) throws {
        try insert(new, id: resourceClassID(new.resourceClass), for: provider)
        try incrementGeneration(of: &provider)
    }

    /// Replaces an inventory that a provider has.
    ///
    /// It may become smaller than what consumers hold of it.
    ///
    /// - Returns: whether consumers now hold more than its capacity.
    /// - Throws: ``PlacementError/resourceClassNotFound(name:)``,
    ///   ``PlacementError/inventoryNotFound(resourceClass:)`` and
    ///   ``PlacementError/resourceProviderGenerationConflict(uuid:)``.
    @discardableResult
    package func update(
        _ new: ClassInventory, of provider: inout ResourceProvider
    ) throws -> Bool {
        let id = try resourceClassID(new.resourceClass)
        guard try overwrite(new, id: id, for: provider) else {
            throw PlacementError.inventoryNotFound(resourceClass: new.resourceClass)
        }
        try incrementGeneration(of: &provider)
        return try usage(of: id, provider) > new.inventory.capacity
    }

    /// Removes the inventory of one class.
    ///
    /// - Throws: ``PlacementError/resourceClassNotFound(name:)``,
    ///   ``PlacementError/inventoryInUse(resourceClasses:provider:)``,
    ///   ``PlacementError/inventoryNotFound(resourceClass:)`` and
    ///   ``PlacementError/resourceProviderGenerationConflict(uuid:)``.
    package func removeInventory(
        of resourceClass: String, from provider: inout ResourceProvider
    ) throws {
        let id = try resourceClassID(resourceClass)
        guard try remove([id], from: provider) else {
            throw PlacementError.inventoryNotFound(resourceClass: resourceClass)
        }
        try incrementGeneration(of: &provider)
    }

    /// Makes these the inventories of a provider; counts as a change even if nothing changes.
    ///
    /// Source: reference `placement/objects/resource_provider.py`, `_set_inventory`.
    ///
    /// - Returns: the classes of which consumers now hold more than the capacity.
    /// - Throws: ``PlacementError/resourceClassNotFound(name:)``,
    ///   ``PlacementError/inventoryInUse(resourceClasses:provider:)`` and
    ///   ``PlacementError/resourceProviderGenerationConflict(uuid:)``.
    @discardableResult
    package func setInventories(
        _ inventories: [ClassInventory], of provider: inout ResourceProvider
    ) throws -> [String] {
        let existing = Set(
            try connection.rows(
                "SELECT resource_class_id FROM inventories WHERE resource_provider_id = ?",
                [.integer(provider.id)]
            ) { $0.integer(0) })
        let wanted = try inventories.map { (id: try resourceClassID($0.resourceClass), new: $0) }

        let superfluous = existing.subtracting(wanted.map(\.id))
        if !superfluous.isEmpty { try remove(superfluous.sorted(), from: provider) }
        var exceeded: [String] = []
        for (id, new) in wanted {
            if existing.contains(id) {
                try overwrite(new, id: id, for: provider)
                if try usage(of: id, provider) > new.inventory.capacity {
                    exceeded.append(new.resourceClass)
                }
            } else {
                try insert(new, id: id, for: provider)
            }
        }
        try incrementGeneration(of: &provider)
        return exceeded
    }

    private func insert(
        _ new: ClassInventory, id: Int, for provider: ResourceProvider
    ) throws {
        do {
            try connection.run(
                """
                INSERT INTO inventories (created_at, resource_provider_id, resource_class_id,
                    total, reserved, min_unit, max_unit, step_size, allocation_ratio)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [.text(now.text), .integer(provider.id), .integer(id)] + new.inventory.values)
        } catch let error as SQLError {
            guard case .duplicate = error.kind else { throw error }
            throw PlacementError.inventoryExists(resourceClass: new.resourceClass)
        }
    }

    /// Returns whether there was one to overwrite.
    @discardableResult
    private func overwrite(
        _ new: ClassInventory, id: Int, for provider: ResourceProvider
    ) throws -> Bool {
        try connection.run(
            """
            UPDATE inventories SET updated_at = ?, total = ?, reserved = ?, min_unit = ?,
                max_unit = ?, step_size = ?, allocation_ratio = ?
            WHERE resource_provider_id = ? AND resource_class_id = ?
            """,
            [.text(now.text)] + new.inventory.values + [.integer(provider.id), .integer(id)]) > 0
    }

    /// Returns whether there was anything to remove.
    @discardableResult
    private func remove(_ classIDs: [Int], from provider: ResourceProvider) throws -> Bool {
        let ids = [.integer(provider.id)] + classIDs.map(SQL.Value.integer)
        let condition = """
            resource_provider_id = ? AND resource_class_id IN \(placeholders(classIDs.count))
            """
        let used = try connection.rows(
            """
            SELECT rc.name FROM resource_classes rc
            WHERE rc.id IN (SELECT resource_class_id FROM allocations WHERE \(condition))
            ORDER BY rc.id
            """, ids
        ) { $0.text(0) }
        guard used.isEmpty else {
            throw PlacementError.inventoryInUse(resourceClasses: used, provider: provider.uuid)
        }
        return try connection.run("DELETE FROM inventories WHERE \(condition)", ids) > 0
    }

    private func usage(of classID: Int, _ provider: ResourceProvider) throws -> Int {
        try connection.row(
            """
            SELECT sum(used) FROM allocations
            WHERE resource_provider_id = ? AND resource_class_id = ?
            """, [.integer(provider.id), .integer(classID)]
        ) { $0.integer(0) } ?? 0
    }
}

extension ClassInventory {
    init(_ row: any Row) {
        self.init(
            row.text(0),
            Inventory(
                total: row.integer(1), reserved: row.integer(2), minUnit: row.integer(3),
                maxUnit: row.integer(4), stepSize: row.integer(5), allocationRatio: row.real(6)),
            lastModified: row.lastModified(updatedAt: 7, createdAt: 8))
    }
}

extension Inventory {
    /// The values of its columns, from `total` to `allocation_ratio`.
    fileprivate var values: [SQL.Value] {
        [
            .integer(total), .integer(reserved), .integer(minUnit), .integer(maxUnit),
            .integer(stepSize), .real(allocationRatio),
        ]
    }
}
