// SPDX-License-Identifier: Apache-2.0

import Placement
import SQL

extension Connection {
    /// Loads all providers.
    ///
    /// Each table is read once, in the order of an index that has all that is needed.
    func loadCatalog() throws -> Catalog {
        let names = try loadNames()
        var builder = CatalogBuilder(
            names: CatalogNames(
                traits: names.traits, resourceClasses: names.resourceClasses,
                aggregates: try loadAggregates()))
        try forEachRow(
            """
            SELECT id, uuid, parent_provider_id, root_provider_id
            FROM resource_providers
            ORDER BY id
            """
        ) { row in
            let id = try providerIdentity(row.integer(0))
            builder.addProvider(
                id: id, uuid: row.text(1),
                parentID: try row.optionalInteger(2).map(providerIdentity),
                rootID: try row.optionalInteger(3).map(providerIdentity) ?? id)
        }
        try loadStock(into: &builder)
        try forEachRow(
            """
            SELECT trait_id, resource_provider_id
            FROM resource_provider_traits
            ORDER BY trait_id, resource_provider_id
            """
        ) { row in
            builder.addTrait(
                try identity(row.integer(0)), to: try providerIdentity(row.integer(1)))
        }
        try forEachRow(
            """
            SELECT aggregate_id, resource_provider_id
            FROM resource_provider_aggregates
            ORDER BY aggregate_id
            """
        ) { row in
            builder.addAggregate(
                try identity(row.integer(0)), to: try providerIdentity(row.integer(1)))
        }
        return builder.build()
    }

    private func loadNames() throws -> (traits: [String: Int32], resourceClasses: [String: Int32]) {
        var traits: [String: Int32] = [:]
        var resourceClasses: [String: Int32] = [:]
        try forEachRow("SELECT name, id FROM traits") { row in
            traits[row.text(0)] = try identity(row.integer(1))
        }
        try forEachRow("SELECT name, id FROM resource_classes") { row in
            resourceClasses[row.text(0)] = try identity(row.integer(1))
        }
        return (traits, resourceClasses)
    }

    private func loadAggregates() throws -> [String: Int32] {
        var aggregates: [String: Int32] = [:]
        try forEachRow("SELECT uuid, id FROM placement_aggregates") { row in
            aggregates[row.text(0)] = try identity(row.integer(1))
        }
        return aggregates
    }

    /// Joins inventories and usages by hand: both come in the order of provider and class.
    private func loadStock(into builder: inout CatalogBuilder) throws {
        let usages = try rows(
            """
            SELECT resource_provider_id, resource_class_id, SUM(used)
            FROM allocations
            GROUP BY resource_provider_id, resource_class_id
            ORDER BY resource_provider_id, resource_class_id
            """
        ) { ($0.integer(0), $0.integer(1), $0.integer(2)) }
        var next = 0
        try forEachRow(
            """
            SELECT resource_provider_id, resource_class_id, total, reserved, allocation_ratio,
                min_unit, max_unit, step_size
            FROM inventories
            ORDER BY resource_provider_id, resource_class_id
            """
        ) { row in
            let key = (row.integer(0), row.integer(1))
            while next < usages.count, (usages[next].0, usages[next].1) < key { next += 1 }
            let isUsed = next < usages.count && (usages[next].0, usages[next].1) == key
            builder.add(
                stock(row, used: isUsed ? usages[next].2 : 0), of: try identity(key.1),
                to: try providerIdentity(key.0))
        }
    }

    private func stock(_ row: any Row, used: Int) -> Stock {
        Stock(
            total: row.integer(2), reserved: row.integer(3), allocationRatio: row.real(4),
            used: used, minimum: row.integer(5), maximum: row.integer(6), step: row.integer(7))
    }
}

// MARK: - Loading what changed

extension Connection {
    /// The catalog after the providers with some identities changed.
    ///
    /// - Parameters:
    ///   - catalog: The catalog before.
    ///   - providers: The identities.
    ///   - hasNewNames: Whether traits or resource classes came or went.
    ///   - hasNewAggregates: Whether aggregates came.
    /// - Returns: A catalog that shares with the one before what did not change.
    /// - Throws: ``SQLError``.
    func refresh(
        _ catalog: Catalog, providers: Set<Int>, names hasNewNames: Bool,
        aggregates hasNewAggregates: Bool
    ) throws -> Catalog {
        var names = catalog.names
        if hasNewNames {
            let new = try loadNames()
            names = names.replacing(traits: new.traits, resourceClasses: new.resourceClasses)
        }
        if hasNewAggregates { names = names.adding(aggregates: try loadAggregates()) }
        var aggregates: [String: Int32] = [:]
        var changes: [Catalog.Change] = []
        for id in providers.sorted() {
            changes.append(try load(provider: id, &aggregates))
        }
        if !aggregates.isEmpty { names = names.adding(aggregates: aggregates) }
        return catalog.replacing(changes, names: names)
    }

    private func load(
        provider: Int, _ aggregates: inout [String: Int32]
    ) throws -> Catalog.Change {
        let id = try providerIdentity(provider)
        let key = [Value.integer(provider)]
        let found = try row(
            "SELECT uuid, parent_provider_id, root_provider_id FROM resource_providers WHERE id = ?",
            key
        ) {
            ProviderRecord(
                id: id, uuid: $0.text(0),
                parentID: try $0.optionalInteger(1).map(providerIdentity),
                rootID: try $0.optionalInteger(2).map(providerIdentity))
        }
        guard var record = found else { return .gone(id: id) }
        let usages = Dictionary(
            uniqueKeysWithValues: try rows(
                """
                SELECT resource_class_id, SUM(used)
                FROM allocations
                WHERE resource_provider_id = ?
                GROUP BY resource_class_id
                """, key
            ) { ($0.integer(0), $0.integer(1)) })
        record.stock = try rows(
            """
            SELECT resource_provider_id, resource_class_id, total, reserved, allocation_ratio,
                min_unit, max_unit, step_size
            FROM inventories
            WHERE resource_provider_id = ?
            """, key
        ) { (try identity($0.integer(1)), stock($0, used: usages[$0.integer(1)] ?? 0)) }
        record.traits = try rows(
            "SELECT trait_id FROM resource_provider_traits WHERE resource_provider_id = ?", key
        ) { try identity($0.integer(0)) }
        record.aggregates = try rows(
            """
            SELECT member.aggregate_id, placement_aggregates.uuid
            FROM resource_provider_aggregates AS member
            LEFT JOIN placement_aggregates ON placement_aggregates.id = member.aggregate_id
            WHERE member.resource_provider_id = ?
            """, key
        ) { row in
            let id = try identity(row.integer(0))
            if let uuid = row.optionalText(1) { aggregates[uuid] = id }
            return id
        }
        return .now(record)
    }
}

/// An identity as the catalog keeps it.
///
/// - Throws: ``SQLError`` if no database of the reference could have given it.
private func identity(_ integer: Int) throws -> Int32 {
    guard let id = Int32(exactly: integer) else {
        throw SQLError(.other, code: 0, "the identity \(integer) does not fit in 32 bits")
    }
    return id
}

private func providerIdentity(_ integer: Int) throws -> Int32 {
    let id = try identity(integer)
    guard (0...Catalog.largestID).contains(id) else {
        throw SQLError(
            .other, code: 0, "provider identities over \(Catalog.largestID) are not supported")
    }
    return id
}
