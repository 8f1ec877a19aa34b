// SPDX-License-Identifier: Apache-2.0

package import Placement
import SQL

extension Store {
    /// What a consumer holds, and the consumer itself, `nil` if it holds nothing.
    ///
    /// Source: reference `placement/objects/allocation.py`, `get_all_by_consumer_id`.
    package func allocations(
        ofConsumer uuid: String
    ) throws -> (consumer: Consumer?, allocations: [Allocation]) {
        guard let consumer = try consumerRow(uuid: uuid)?.consumer else { return (nil, []) }
        let allocations = try connection.rows(
            """
            SELECT rp.uuid, rp.generation,
                (SELECT name FROM resource_classes WHERE id = a.resource_class_id),
                a.used, a.updated_at, a.created_at
            FROM allocations a
            CROSS JOIN resource_providers rp ON rp.id = a.resource_provider_id
            WHERE a.consumer_id = ?
            ORDER BY a.id
            """, [.text(uuid)]
        ) { row in
            Allocation(
                provider: row.text(0), providerGeneration: row.integer(1),
                resourceClass: row.text(2), used: row.integer(3),
                lastModified: row.lastModified(updatedAt: 4, createdAt: 5))
        }
        return (allocations.isEmpty ? nil : consumer, allocations)
    }

    /// What consumers hold of a provider, those of one consumer one after the other.
    ///
    /// Source: reference `placement/objects/allocation.py`, `get_all_by_resource_provider`.
    package func holdings(ofProvider id: Int) throws -> [Holding] {
        try connection.rows(
            """
            SELECT c.uuid, c.generation,
                (SELECT name FROM resource_classes WHERE id = a.resource_class_id),
                a.used, a.updated_at, a.created_at
            FROM allocations a
            CROSS JOIN consumers c ON c.uuid = a.consumer_id
            WHERE a.resource_provider_id = ?
            ORDER BY a.consumer_id, a.id
            """, [.integer(id)]
        ) { row in
            Holding(
                consumer: row.text(0), consumerGeneration: row.integer(1),
                resourceClass: row.text(2), used: row.integer(3),
                lastModified: row.lastModified(updatedAt: 4, createdAt: 5))
        }
    }

    /// Takes all allocations of a consumer away, and the consumer with them.
    ///
    /// No provider's generation counts up, unlike after an empty claim.
    ///
    /// - Throws: ``PlacementError/allocationsNotFound(consumer:)`` if it holds nothing, also where
    ///   the consumer itself is missing (a database older than consumers, not yet migrated).
    ///
    /// Source: reference `placement/objects/allocation.py`, `delete_all`.
    package func removeAllocations(ofConsumer uuid: String) throws {
        guard try removeAllocationRows(ofConsumer: uuid) > 0,
            try connection.run("DELETE FROM consumers WHERE uuid = ?", [.text(uuid)]) > 0
        else { throw PlacementError.allocationsNotFound(consumer: uuid) }
    }
}
