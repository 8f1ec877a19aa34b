// SPDX-License-Identifier: Apache-2.0

package import Placement
import SQL

extension Store {
    /// The UUIDs of the aggregates that a provider is in.
    package func aggregates(of provider: ResourceProvider) throws -> [String] {
        try memberships(of: provider).map(\.uuid)
    }

    /// Makes these the aggregates of a provider; those never seen before are added.
    ///
    /// UUIDs are kept letter for letter. An aggregate that loses its last provider stays.
    ///
    /// Source: reference `placement/objects/resource_provider.py`, `_set_aggregates`.
    ///
    /// - Parameters:
    ///   - uuids: the aggregates; one named twice counts once.
    ///   - provider: the provider, with its new generation afterwards.
    ///   - incrementsGeneration: whether this counts as a change even if nothing changes: from
    ///     1.19 on always, before never.
    /// - Throws: ``PlacementError/resourceProviderGenerationConflict(uuid:)``.
    package func setAggregates(
        _ uuids: [String], of provider: inout ResourceProvider, incrementsGeneration: Bool
    ) throws {
        let wanted = Set(uuids)
        let existing = try memberships(of: provider)
        for membership in existing where !wanted.contains(membership.uuid) {
            try connection.run(
                """
                DELETE FROM resource_provider_aggregates
                WHERE resource_provider_id = ? AND aggregate_id = ?
                """, [.integer(provider.id), .integer(membership.id)])
        }
        for uuid in wanted.subtracting(existing.map(\.uuid)).sorted() {
            try connection.run(
                """
                INSERT INTO resource_provider_aggregates
                    (created_at, resource_provider_id, aggregate_id)
                VALUES (?, ?, ?)
                """,
                [.text(now.text), .integer(provider.id), .integer(try ensureAggregate(uuid))])
        }
        if incrementsGeneration { try incrementGeneration(of: &provider) }
    }

    private func memberships(
        of provider: ResourceProvider
    ) throws -> [(id: Int, uuid: String)] {
        try connection.rows(
            """
            SELECT pa.id, pa.uuid FROM resource_provider_aggregates rpa
            JOIN placement_aggregates pa ON pa.id = rpa.aggregate_id
            WHERE rpa.resource_provider_id = ?
            ORDER BY pa.id
            """, [.integer(provider.id)]
        ) { ($0.integer(0), $0.text(1)) }
    }

    private func ensureAggregate(_ uuid: String) throws -> Int {
        let sql = "SELECT id FROM placement_aggregates WHERE uuid = ?"
        if let id = try connection.row(sql, [.text(uuid)], as: { $0.integer(0) }) { return id }
        return try connection.insert(
            "INSERT INTO placement_aggregates (created_at, uuid) VALUES (?, ?)",
            [.text(now.text), .text(uuid)])
    }
}
