// SPDX-License-Identifier: Apache-2.0

package import Placement
import SQL

extension Store {
    /// The resource provider of this UUID.
    ///
    /// - Throws: ``PlacementError/resourceProviderNotFound(uuid:)``.
    package func resourceProvider(uuid: String) throws -> ResourceProvider {
        let sql = Store.providerColumns + " WHERE rp.uuid = ?"
        guard let provider = try connection.row(sql, [.text(uuid)], as: ResourceProvider.init)
        else { throw PlacementError.resourceProviderNotFound(uuid: uuid) }
        return provider
    }

    /// What ``ResourceProvider/init(_:)`` reads.
    ///
    /// A provider without a root, from before the trees, is invisible until it gets one.
    static let providerColumns = """
        SELECT rp.id, rp.uuid, rp.name, rp.generation, root.uuid, parent.uuid,
            rp.updated_at, rp.created_at
        FROM resource_providers rp
        JOIN resource_providers root ON root.id = rp.root_provider_id
        LEFT JOIN resource_providers parent ON parent.id = rp.parent_provider_id
        """

    /// Adds a resource provider of generation 0.
    ///
    /// Source: reference `placement/objects/resource_provider.py`, `_create_in_db`. It sets the
    /// root of a provider without a parent in a second statement, so that such a row has an
    /// `updated_at` from its birth.
    ///
    /// - Throws: ``PlacementError/duplicateResourceProvider(uuid:name:)`` and
    ///   ``PlacementError/treeRefused(_:)``.
    package func addResourceProvider(
        uuid: String, name: String, parentUUID: String?
    ) throws -> ResourceProvider {
        var place: TreePlace?
        if let parentUUID {
            guard parentUUID != uuid else { throw PlacementError.treeRefused(.parentIsItself) }
            place = try treePlace(of: parentUUID)
            guard place != nil else { throw PlacementError.treeRefused(.parentNotFound) }
        }
        let id: Int
        do {
            id = try connection.insert(
                """
                INSERT INTO resource_providers
                    (created_at, uuid, name, generation, root_provider_id, parent_provider_id)
                VALUES (?, ?, ?, 0, ?, ?)
                """,
                [
                    .text(now.text), .text(uuid), .text(name), SQL.Value(place?.rootID),
                    SQL.Value(place?.id),
                ])
        } catch let error as SQLError {
            throw Store.duplicate(error, uuid: uuid, name: name) ?? error
        }
        if place == nil {
            try connection.run(
                "UPDATE resource_providers SET root_provider_id = ?, updated_at = ? WHERE id = ?",
                [.integer(id), .text(now.text), .integer(id)])
        }
        return ResourceProvider(
            id: id, uuid: uuid, name: name, generation: 0, rootUUID: place?.rootUUID ?? uuid,
            parentUUID: parentUUID, lastModified: now)
    }

    /// The refusal that a violated UNIQUE constraint of the table means.
    static func duplicate(_ error: SQLError, uuid: String, name: String) -> PlacementError? {
        guard case .duplicate(let columns) = error.kind else { return nil }
        return .duplicateResourceProvider(
            uuid: columns.contains { $0.hasSuffix("uuid") } ? uuid : nil,
            name: columns.contains { $0.hasSuffix("name") } ? name : nil)
    }

    /// Removes a resource provider with its inventories, traits and memberships.
    ///
    /// - Throws: ``PlacementError/resourceProviderIsParent(uuid:)`` and
    ///   ``PlacementError/resourceProviderInUse(uuid:)``.
    package func remove(_ provider: ResourceProvider) throws {
        let id: [SQL.Value] = [.integer(provider.id)]
        guard
            try !exists(
                "SELECT 1 FROM resource_providers WHERE parent_provider_id = ? LIMIT 1", id)
        else { throw PlacementError.resourceProviderIsParent(uuid: provider.uuid) }
        guard
            try !exists("SELECT 1 FROM allocations WHERE resource_provider_id = ? LIMIT 1", id)
        else { throw PlacementError.resourceProviderInUse(uuid: provider.uuid) }
        for table in ["inventories", "resource_provider_aggregates", "resource_provider_traits"] {
            try connection.run("DELETE FROM \(table) WHERE resource_provider_id = ?", id)
        }
        // A database that checks foreign keys refuses to delete a row that refers to itself.
        try connection.run(
            "UPDATE resource_providers SET root_provider_id = NULL WHERE id = ?", id)
        try connection.run("DELETE FROM resource_providers WHERE id = ?", id)
    }

    /// Counts one change of a provider, if nobody else did since it was read.
    ///
    /// - Throws: ``PlacementError/resourceProviderGenerationConflict(uuid:)``.
    package func incrementGeneration(of provider: inout ResourceProvider) throws {
        let changed = try connection.run(
            """
            UPDATE resource_providers SET generation = ?, updated_at = ?
            WHERE id = ? AND generation = ?
            """,
            [
                .integer(provider.generation &+ 1), .text(now.text), .integer(provider.id),
                .integer(provider.generation),
            ])
        guard changed == 1 else {
            throw PlacementError.resourceProviderGenerationConflict(uuid: provider.uuid)
        }
        provider.generation &+= 1
    }

    func exists(_ sql: String, _ arguments: [SQL.Value]) throws -> Bool {
        try connection.row(sql, arguments) { _ in true } ?? false
    }
}

extension ResourceProvider {
    /// Reads a row of ``Store/providerColumns``.
    init(_ row: any Row) {
        self.init(
            id: row.integer(0), uuid: row.text(1), name: row.optionalText(2),
            generation: row.integer(3), rootUUID: row.text(4), parentUUID: row.optionalText(5),
            lastModified: row.lastModified(updatedAt: 6, createdAt: 7), wasUpdated: !row.isNull(6))
    }
}
