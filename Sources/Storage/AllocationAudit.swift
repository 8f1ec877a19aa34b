// SPDX-License-Identifier: Apache-2.0

package import Placement
import SQL

/// What became of a consumer that was to be removed.
package enum Release: Equatable, Sendable {
    /// It holds nothing any more.
    case released
    /// Somebody claimed for it since it was looked at, so it was left alone.
    case changed
    /// Somebody else took its allocations away first.
    case gone
}

extension Store {
    /// Consumers that hold something, in the order of their UUIDs.
    ///
    /// - Parameters:
    ///   - uuid: where to go on; those up to this one are left out.
    ///   - limit: how many at most.
    /// - Returns: fewer than the limit only at the end.
    /// - Throws: ``SQLError``.
    package func holdingConsumers(after uuid: String, limit: Int) throws -> [AuditedConsumer] {
        try holdingConsumers(where: "consumer_id > ?", .text(uuid), limit: limit)
    }

    /// Consumers of the allocations that a condition with one argument chooses.
    func holdingConsumers(
        where condition: String, _ argument: Value, limit: Int
    ) throws -> [AuditedConsumer] {
        try connection.rows(
            """
            SELECT held.consumer_id, c.generation, t.name, p.external_id, u.external_id,
                held.changed, coalesce(c.updated_at, c.created_at, '')
            FROM (
                SELECT consumer_id, max(coalesce(updated_at, created_at, '')) AS changed
                FROM allocations
                WHERE \(condition)
                GROUP BY consumer_id
                ORDER BY consumer_id
                LIMIT ?) AS held
            LEFT JOIN consumers c ON c.uuid = held.consumer_id
            LEFT JOIN consumer_types t ON t.id = c.consumer_type_id
            LEFT JOIN projects p ON p.id = c.project_id
            LEFT JOIN users u ON u.id = c.user_id
            ORDER BY held.consumer_id
            """, [argument, .integer(limit)], as: AuditedConsumer.init)
    }

    /// What some consumers hold of all providers together, by consumer.
    package func resources(ofConsumers uuids: [String]) throws -> [String: [ResourceAmount]] {
        guard !uuids.isEmpty else { return [:] }
        var held: [String: [ResourceAmount]] = [:]
        try connection.forEachRow(
            """
            SELECT a.consumer_id,
                coalesce((SELECT name FROM resource_classes WHERE id = a.resource_class_id), '?'),
                SUM(a.used)
            FROM allocations a
            WHERE a.consumer_id IN \(placeholders(uuids.count))
            GROUP BY a.consumer_id, a.resource_class_id
            ORDER BY a.consumer_id, a.resource_class_id
            """, uuids.map(Value.text)
        ) { row in
            held[row.text(0), default: []].append(ResourceAmount(row.text(1), row.integer(2)))
        }
        return held
    }

    /// Takes a consumer's allocations away as an empty claim of the API does, unless it has
    /// changed since it was looked at.
    ///
    /// Providers that it leaves count their generations up, and the consumer goes.
    package func release(_ consumer: AuditedConsumer) throws -> Release {
        let row = try consumerRow(uuid: consumer.uuid)
        guard row?.consumer.generation == consumer.generation else {
            return row == nil ? .gone : .changed
        }
        guard try !heldRows(ofConsumer: consumer.uuid).isEmpty else {
            // Allocations of providers that are gone are not seen by a claim.
            return try removeAllocationRows(ofConsumer: consumer.uuid) > 0 ? .released : .gone
        }
        let generation: ExpectedGeneration =
            consumer.generation.map { .number(value: $0, text: String($0)) } ?? .absent
        let refusal = try write([
            Claim(
                consumer: consumer.uuid, projectID: row?.consumer.projectID ?? "",
                userID: row?.consumer.userID ?? "", generation: generation, shares: [])
        ])
        if let refusal { throw refusal }
        return .released
    }
}

extension AuditedConsumer {
    /// Reads UUID, generation, type, project, user, and the last changes of allocations and row.
    init(_ row: any Row) {
        self.init(
            uuid: row.text(0), generation: row.optionalInteger(1), type: row.optionalText(2),
            projectID: row.optionalText(3), userID: row.optionalText(4),
            lastModified: [row.text(5), row.text(6)].compactMap(Timestamp.init).max())
    }
}
