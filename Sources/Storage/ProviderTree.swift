// SPDX-License-Identifier: Apache-2.0

package import Placement
import SQL

/// Where a provider stands in its tree.
struct TreePlace {
    let id: Int
    let parentID: Int?
    let rootID: Int
    let rootUUID: String
}

extension Store {
    /// Renames a provider and gives it another parent, or none.
    ///
    /// Only what changes is written, so that saving the same again leaves `updated_at` alone. The
    /// provider and all below it get the root of their new tree. The generation stays.
    ///
    /// Source: microversions 1.14 and 1.37; reference `placement/objects/resource_provider.py`,
    /// `_update_in_db`.
    ///
    /// - Parameters:
    ///   - provider: the provider as it is; it becomes what is stored.
    ///   - name: its name from now on.
    ///   - parentUUID: its parent from now on.
    ///   - allowsReparenting: whether a parent may be exchanged or removed; adding one always may.
    /// - Throws: ``PlacementError/treeRefused(_:)`` and
    ///   ``PlacementError/duplicateResourceProvider(uuid:name:)``.
    package func update(
        _ provider: inout ResourceProvider, name: String?, parentUUID: String?,
        allowsReparenting: Bool
    ) throws {
        if let new = try place(
            of: provider, under: parentUUID, allowsReparenting: allowsReparenting)
        {
            let subtree = try subtree(of: provider)
            guard new.parentID.map({ !subtree.contains($0) }) ?? true else {
                throw PlacementError.treeRefused(.loop)
            }
            try connection.run(
                "UPDATE resource_providers SET parent_provider_id = ?, updated_at = ? WHERE id = ?",
                [SQL.Value(new.parentID), .text(now.text), .integer(provider.id)])
            for id in subtree {
                try connection.run(
                    """
                    UPDATE resource_providers SET root_provider_id = ?, updated_at = ?
                    WHERE id = ? AND root_provider_id <> ?
                    """,
                    [.integer(new.rootID), .text(now.text), .integer(id), .integer(new.rootID)])
            }
            provider.parentUUID = parentUUID
            provider.rootUUID = new.rootUUID
        }
        if let name, name != provider.name {
            do {
                try connection.run(
                    "UPDATE resource_providers SET name = ?, updated_at = ? WHERE id = ?",
                    [.text(name), .text(now.text), .integer(provider.id)])
            } catch let error as SQLError {
                throw Store.duplicate(error, uuid: provider.uuid, name: name) ?? error
            }
            provider.name = name
        }
    }

    /// Where a provider goes when it gets this parent, or `nil` if it has it already.
    private func place(
        of provider: ResourceProvider, under parentUUID: String?, allowsReparenting: Bool
    ) throws -> TreePlace? {
        guard parentUUID != provider.parentUUID else { return nil }
        guard let parentUUID else {
            guard allowsReparenting else { throw PlacementError.treeRefused(.unparenting) }
            return TreePlace(
                id: provider.id, parentID: nil, rootID: provider.id, rootUUID: provider.uuid)
        }
        guard let parent = try treePlace(of: parentUUID) else {
            throw PlacementError.treeRefused(.parentNotFound)
        }
        guard provider.parentUUID == nil || allowsReparenting else {
            throw PlacementError.treeRefused(.reparenting)
        }
        return TreePlace(
            id: provider.id, parentID: parent.id, rootID: parent.rootID,
            rootUUID: parent.rootUUID)
    }

    /// Where the provider of this UUID stands, `nil` if there is none.
    func treePlace(of uuid: String) throws -> TreePlace? {
        try connection.row(
            """
            SELECT rp.id, rp.parent_provider_id, root.id, root.uuid
            FROM resource_providers rp
            JOIN resource_providers root ON root.id = rp.root_provider_id
            WHERE rp.uuid = ?
            """, [.text(uuid)]
        ) { row in
            TreePlace(
                id: row.integer(0), parentID: row.optionalInteger(1), rootID: row.integer(2),
                rootUUID: row.text(3))
        }
    }

    /// The identities of a provider and of all below it.
    ///
    /// The tree is walked without recursion and each provider is visited once, so that not even a
    /// loop, written by hand, would hold it up.
    private func subtree(of provider: ResourceProvider) throws -> Set<Int> {
        var children: [Int: [Int]] = [:]
        try connection.forEachRow(
            """
            SELECT id, parent_provider_id FROM resource_providers
            WHERE root_provider_id = (SELECT root_provider_id FROM resource_providers WHERE id = ?)
                AND parent_provider_id IS NOT NULL
            """, [.integer(provider.id)]
        ) { row in
            children[row.integer(1), default: []].append(row.integer(0))
        }
        var found: Set<Int> = [provider.id]
        var unvisited = [provider.id]
        while let next = unvisited.popLast() {
            for child in children[next] ?? [] where found.insert(child).inserted {
                unvisited.append(child)
            }
        }
        return found
    }
}
