// SPDX-License-Identifier: Apache-2.0

package import Placement
import SQL

extension Store {
    /// What keeps a provider from being deleted.
    ///
    /// Inventories, traits and memberships do not: they go with it.
    ///
    /// - Parameters:
    ///   - uuid: the provider.
    ///   - limit: how many children, and how many holders, are named at most.
    /// - Returns: `nil` if there is no such provider.
    /// - Throws: ``SQLError``.
    package func blockers(ofProvider uuid: String, limit: Int) throws -> ProviderBlockers? {
        let found = try connection.row(
            "SELECT id FROM resource_providers WHERE uuid = ?", [.text(uuid)]
        ) { Value.integer($0.integer(0)) }
        guard let id = found else { return nil }
        let children = try connection.rows(
            """
            SELECT uuid, name FROM resource_providers
            WHERE parent_provider_id = ?
            ORDER BY name
            LIMIT ?
            """, [id, .integer(limit)]
        ) { ProviderBlockers.Child(uuid: $0.text(0), name: $0.optionalText(1)) }
        return ProviderBlockers(
            children: children,
            childCount: try count(
                "SELECT count(*) FROM resource_providers WHERE parent_provider_id = ?", id),
            holders: try holders(ofProvider: id, limit: limit),
            holderCount: try count(
                """
                SELECT count(DISTINCT consumer_id) FROM allocations
                WHERE resource_provider_id = ?
                """, id))
    }

    private func count(_ query: String, _ argument: Value) throws -> Int {
        try connection.row(query, [argument]) { $0.integer(0) } ?? 0
    }

    private func holders(ofProvider id: Value, limit: Int) throws -> [ProviderBlockers.Holder] {
        let consumers = try holdingConsumers(
            where: "resource_provider_id = ?", id, limit: limit)
        guard let last = consumers.last?.uuid else { return [] }
        var resources: [String: [ResourceAmount]] = [:]
        try connection.forEachRow(
            """
            SELECT a.consumer_id,
                coalesce((SELECT name FROM resource_classes WHERE id = a.resource_class_id), '?'),
                SUM(a.used)
            FROM allocations a
            WHERE a.resource_provider_id = ? AND a.consumer_id <= ?
            GROUP BY a.consumer_id, a.resource_class_id
            ORDER BY a.consumer_id, a.resource_class_id
            """, [id, .text(last)]
        ) { row in
            resources[row.text(0), default: []].append(ResourceAmount(row.text(1), row.integer(2)))
        }
        return consumers.map { consumer in
            ProviderBlockers.Holder(
                consumer: consumer, resources: resources[consumer.uuid] ?? [])
        }
    }
}
