// SPDX-License-Identifier: Apache-2.0

package import Placement
import SQL

extension Store {
    /// Hands the providers that a filter leaves to `body`, in the order in which they were made.
    ///
    /// Source: reference `placement/objects/resource_provider.py`, `_get_all_by_filters_from_db`.
    ///
    /// - Throws: ``PlacementError/traitNotFound(name:)`` and
    ///   ``PlacementError/resourceClassNotFound(name:)`` for unknown names in the filter.
    package func resourceProviders(
        matching filter: ProviderFilter, _ body: (ResourceProvider) throws -> Void
    ) throws {
        guard let conditions = try Conditions(filter, in: self) else { return }
        var sql = Store.providerColumns
        if !conditions.clauses.isEmpty { sql += "\nWHERE " + conditions.text }
        try connection.forEachRow(sql + "\nORDER BY rp.id", conditions.arguments) {
            try body(ResourceProvider($0))
        }
    }
}

/// A filter as SQL.
private struct Conditions {
    private(set) var clauses: [String] = []
    private(set) var arguments: [SQL.Value] = []

    /// Returns `nil` if the filter names only what is not there, so that nothing can match.
    init?(_ filter: ProviderFilter, in store: Store) throws {
        if let name = filter.name, !name.isEmpty { add("rp.name = ?", [.text(name)]) }
        if let uuid = filter.uuid { add("rp.uuid = ?", [.text(uuid)]) }
        if let uuid = filter.inTree {
            guard let place = try store.treePlace(of: uuid) else { return nil }
            add("rp.root_provider_id = ?", [.integer(place.rootID)])
        }
        // An unknown name is told only if what was asked before it left a provider at all.
        let required = try filter.traits.required.map { try $0.map(store.traitID) }
        var wanted = Conditions()
        for traits in required {
            wanted.add("rp.id IN " + Conditions.providersWithTraits(traits), traits)
        }
        guard
            let forbidden = try wanted.known(
                store, { try filter.traits.forbidden.map(store.traitID) })
        else { return nil }
        if !forbidden.isEmpty {
            add("rp.id NOT IN " + Conditions.providersWithTraits(forbidden), forbidden)
        }
        var members = Conditions()
        for group in filter.membership.required {
            let aggregates = try group.compactMap(store.aggregateID)
            guard !aggregates.isEmpty else { return nil }
            members.add("rp.id IN " + Conditions.members(of: aggregates), aggregates)
        }
        let resourceClasses = try wanted.known(store) {
            try members.known(store) {
                try filter.resources.map { try store.resourceClassID($0.resourceClass) }
            }
        }
        guard let resourceClasses = resourceClasses ?? nil else { return nil }
        for conditions in [wanted, members] {
            clauses += conditions.clauses
            arguments += conditions.arguments
        }
        let excluded = try filter.membership.forbidden.compactMap(store.aggregateID)
        if !excluded.isEmpty {
            add("rp.id NOT IN " + Conditions.members(of: excluded), excluded)
        }
        for (resource, id) in zip(filter.resources, resourceClasses) {
            let amount = SQL.Value.integer(resource.amount)
            add(Conditions.hasFree, [.integer(id), amount, amount, amount, amount])
        }
    }

    private init() {}

    /// All clauses as one.
    var text: String { Conditions.conjunction(of: clauses[...]) }

    /// Many clauses are put into parentheses by halves: to SQLite each `AND` of a chain is one
    /// level more, and it refuses what has more than 1,000.
    private static func conjunction(of clauses: ArraySlice<String>) -> String {
        guard clauses.count > 100 else { return clauses.joined(separator: "\nAND ") }
        let first = clauses.prefix(clauses.count / 2)
        let second = clauses.dropFirst(first.count)
        return "(\(conjunction(of: first)))\nAND (\(conjunction(of: second)))"
    }

    /// What `look` finds, or `nil` where it meets an unknown name that no longer matters, because
    /// no provider meets the conditions so far.
    private func known<Found>(_ store: Store, _ look: () throws -> Found) throws -> Found? {
        do {
            return try look()
        } catch let error as PlacementError {
            let sql =
                "SELECT 1 FROM resource_providers rp WHERE "
                + (clauses.isEmpty ? "1" : text) + " LIMIT 1"
            let isMet = try store.connection.row(sql, arguments, as: { _ in true }) ?? false
            guard isMet || clauses.isEmpty else { return nil }
            throw error
        }
    }

    private mutating func add(_ clause: String, _ arguments: [SQL.Value]) {
        clauses.append(clause)
        self.arguments += arguments
    }

    private static func providersWithTraits(_ traits: [SQL.Value]) -> String {
        """
        (SELECT resource_provider_id FROM resource_provider_traits
            WHERE trait_id IN \(placeholders(traits.count)))
        """
    }

    private static func members(of aggregates: [SQL.Value]) -> String {
        """
        (SELECT resource_provider_id FROM resource_provider_aggregates
            WHERE aggregate_id IN \(placeholders(aggregates.count)))
        """
    }

    /// That an amount of a class fits into what is free, and into the units that one may have.
    private static let hasFree = """
        EXISTS (
            SELECT 1 FROM inventories inv
            WHERE inv.resource_provider_id = rp.id AND inv.resource_class_id = ?
            AND coalesce((
                    SELECT sum(used) FROM allocations
                    WHERE resource_provider_id = inv.resource_provider_id
                    AND resource_class_id = inv.resource_class_id
                ), 0) + ? <= (inv.total - inv.reserved) * inv.allocation_ratio
            AND inv.min_unit <= ? AND inv.max_unit >= ? AND ? % inv.step_size = 0)
        """
}

extension Store {
    fileprivate func traitID(_ name: String) throws -> SQL.Value {
        let sql = "SELECT id FROM traits WHERE name = ?"
        guard let id = try connection.row(sql, [.text(name)], as: { $0.integer(0) }) else {
            throw PlacementError.traitNotFound(name: name)
        }
        return .integer(id)
    }

    fileprivate func aggregateID(_ uuid: String) throws -> SQL.Value? {
        try connection.row("SELECT id FROM placement_aggregates WHERE uuid = ?", [.text(uuid)]) {
            .integer($0.integer(0))
        }
    }
}
