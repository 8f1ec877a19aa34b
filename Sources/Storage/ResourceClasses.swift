// SPDX-License-Identifier: Apache-2.0

package import Placement
import SQL

extension Store {
    /// Identities below this one are those of standard resource classes.
    ///
    /// Source: reference `placement/objects/resource_class.py`, `MIN_CUSTOM_RESOURCE_CLASS_ID`.
    private static let firstCustomClassID = 10_000

    /// All resource classes, standard ones first.
    package func resourceClasses() throws -> [ResourceClass] {
        try connection.rows(
            "SELECT id, name, updated_at, created_at FROM resource_classes ORDER BY id",
            as: ResourceClass.init)
    }

    /// The resource class of this name.
    ///
    /// - Throws: ``PlacementError/resourceClassNotFound(name:)``.
    package func resourceClass(named name: String) throws -> ResourceClass {
        guard let found = try findResourceClass(name) else {
            throw PlacementError.resourceClassNotFound(name: name)
        }
        return found
    }

    /// The resource class of this name, `nil` if there is none.
    package func findResourceClass(_ name: String) throws -> ResourceClass? {
        try connection.row(
            "SELECT id, name, updated_at, created_at FROM resource_classes WHERE name = ?",
            [.text(name)], as: ResourceClass.init)
    }

    /// The identity of a class's row.
    ///
    /// - Throws: ``PlacementError/resourceClassNotFound(name:)``.
    func resourceClassID(_ name: String) throws -> Int {
        let sql = "SELECT id FROM resource_classes WHERE name = ?"
        guard let id = try connection.row(sql, [.text(name)], as: { $0.integer(0) }) else {
            throw PlacementError.resourceClassNotFound(name: name)
        }
        return id
    }

    /// Adds a custom resource class; its identity is 10000 or the next free one above.
    ///
    /// - Throws: ``PlacementError/resourceClassExists(name:)``.
    package func addResourceClass(named name: String) throws {
        guard try findResourceClass(name) == nil else {
            throw PlacementError.resourceClassExists(name: name)
        }
        let last = try connection.row("SELECT max(id) FROM resource_classes") { $0.integer(0) }
        try connection.run(
            "INSERT INTO resource_classes (created_at, id, name) VALUES (?, ?, ?)",
            [
                .text(now.text), .integer(max((last ?? 0) &+ 1, Store.firstCustomClassID)),
                .text(name),
            ])
    }

    /// Renames a custom resource class.
    ///
    /// - Throws: ``PlacementError/resourceClassIsStandard(name:)`` and
    ///   ``PlacementError/resourceClassExists(name:)``, which names the new name.
    package func rename(_ resourceClass: ResourceClass, to name: String) throws {
        guard resourceClass.id >= Store.firstCustomClassID else {
            throw PlacementError.resourceClassIsStandard(name: resourceClass.name)
        }
        guard name != resourceClass.name else { return }
        guard try findResourceClass(name) == nil else {
            throw PlacementError.resourceClassExists(name: name)
        }
        try connection.run(
            "UPDATE resource_classes SET name = ?, updated_at = ? WHERE id = ?",
            [.text(name), .text(now.text), .integer(resourceClass.id)])
    }

    /// Removes a custom resource class.
    ///
    /// - Throws: ``PlacementError/resourceClassIsStandard(name:)`` and
    ///   ``PlacementError/resourceClassInUse(name:)``.
    package func remove(_ resourceClass: ResourceClass) throws {
        guard resourceClass.id >= Store.firstCustomClassID else {
            throw PlacementError.resourceClassIsStandard(name: resourceClass.name)
        }
        let id: [SQL.Value] = [.integer(resourceClass.id)]
        guard try !exists("SELECT 1 FROM inventories WHERE resource_class_id = ? LIMIT 1", id)
        else { throw PlacementError.resourceClassInUse(name: resourceClass.name) }
        try connection.run("DELETE FROM resource_classes WHERE id = ?", id)
    }
}

extension ResourceClass {
    init(_ row: any Row) {
        self.init(
            id: row.integer(0), name: row.text(1),
            lastModified: row.lastModified(updatedAt: 2, createdAt: 3))
    }
}
