// SPDX-License-Identifier: Apache-2.0

import Placement
import SQL

/// What rows of old releases lack, counted and mended a batch at a time.
///
/// Source: reference `placement/cmd/manage.py` and `placement/cmd/status.py`.
extension Store {
    /// Gives providers without a root, from before the trees, themselves as roots.
    ///
    /// Source: reference `placement/objects/resource_provider.py`, `set_root_provider_ids`.
    ///
    /// - Parameter limit: How many providers at most.
    /// - Returns: how many got one.
    /// - Throws: ``SQLError``.
    package func setMissingRootProviders(limit: Int) throws -> Int {
        try connection.run(
            """
            UPDATE resource_providers SET root_provider_id = id, updated_at = ?
            WHERE id IN (
                SELECT id FROM (
                    SELECT id FROM resource_providers WHERE root_provider_id IS NULL LIMIT ?
                ) AS batch)
            """, [.text(now.text), .integer(limit)])
    }

    /// Makes the consumers that allocations name and that have no row, from before 1.8.
    ///
    /// Source: reference `placement/objects/consumer.py`, `create_incomplete_consumers`.
    ///
    /// - Parameters:
    ///   - limit: How many consumers at most.
    ///   - projectID: The project that stands for the unknown one.
    ///   - userID: The user that stands for the unknown one.
    /// - Returns: how many were made.
    /// - Throws: ``SQLError``.
    package func addMissingConsumers(
        limit: Int, projectID: String, userID: String
    ) throws -> Int {
        let owner = try ownerRows(project: projectID, user: userID, type: nil)
        return try connection.run(
            """
            INSERT INTO consumers (created_at, uuid, project_id, user_id, generation)
            SELECT ?, allocations.consumer_id, ?, ?, 0 FROM allocations
            LEFT JOIN consumers ON consumers.uuid = allocations.consumer_id
            WHERE consumers.id IS NULL
            GROUP BY allocations.consumer_id
            LIMIT ?
            """, [.text(now.text), .integer(owner.project), .integer(owner.user), .integer(limit)])
    }

    /// Whether a provider has no root, so that it is invisible.
    package func hasMissingRootProviders() throws -> Bool {
        try exists("SELECT 1 FROM resource_providers WHERE root_provider_id IS NULL LIMIT 1", [])
    }

    /// How many consumers of allocations have no row.
    package func missingConsumerCount() throws -> Int {
        try connection.row(
            """
            SELECT count(DISTINCT allocations.consumer_id) FROM allocations
            LEFT JOIN consumers ON consumers.uuid = allocations.consumer_id
            WHERE consumers.id IS NULL
            """
        ) { $0.integer(0) } ?? 0
    }
}
