// SPDX-License-Identifier: Apache-2.0

package import Placement
import SQL

extension Store {
    /// The traits that a filter leaves.
    ///
    /// Source: reference `placement/objects/trait.py`, `_get_all_filtered_from_db`. On SQLite its
    /// LIKE does not tell cases apart, and its answers to names are in the names' order.
    package func traits(_ filter: TraitListFilter = TraitListFilter()) throws -> [Trait] {
        if let names = filter.names {
            return try traits(named: names).filter { trait in
                guard let wanted = filter.isAssociated else { return true }
                return try isAssociated(trait) == wanted
            }
        }
        var conditions: [String] = []
        var arguments: [SQL.Value] = []
        if let prefix = filter.prefix {
            conditions.append("name LIKE ?")
            arguments.append(.text(prefix + "%"))
        }
        if let isAssociated = filter.isAssociated {
            conditions.append(
                (isAssociated ? "" : "NOT ")
                    + "EXISTS (SELECT 1 FROM resource_provider_traits WHERE trait_id = traits.id)")
        }
        let condition =
            conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ") + "\n"
        return try connection.rows(
            "SELECT id, name, updated_at, created_at FROM traits\n\(condition)ORDER BY id",
            arguments, as: Trait.init)
    }

    /// Those of the names that are known traits, in the order of the alphabet.
    package func traits(named names: [String]) throws -> [Trait] {
        try Set(names).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            .compactMap(findTrait)
    }

    /// The trait of this name.
    ///
    /// - Throws: ``PlacementError/traitNotFound(name:)``.
    package func trait(named name: String) throws -> Trait {
        guard let trait = try findTrait(name) else {
            throw PlacementError.traitNotFound(name: name)
        }
        return trait
    }

    /// The trait of this name, `nil` if there is none.
    package func findTrait(_ name: String) throws -> Trait? {
        try connection.row(
            "SELECT id, name, updated_at, created_at FROM traits WHERE name = ?", [.text(name)],
            as: Trait.init)
    }

    /// Adds a custom trait, if it is not there already; returns it, and whether it is new.
    package func ensureTrait(_ name: String) throws -> (trait: Trait, isNew: Bool) {
        if let trait = try findTrait(name) { return (trait, false) }
        let id = try connection.insert(
            "INSERT INTO traits (created_at, name) VALUES (?, ?)", [.text(now.text), .text(name)])
        return (Trait(id: id, name: name, lastModified: now), true)
    }

    /// Removes a custom trait.
    ///
    /// - Throws: ``PlacementError/traitIsStandard(name:)`` and
    ///   ``PlacementError/traitInUse(name:)``.
    package func remove(_ trait: Trait) throws {
        guard trait.isCustom else { throw PlacementError.traitIsStandard(name: trait.name) }
        guard try !isAssociated(trait) else { throw PlacementError.traitInUse(name: trait.name) }
        try connection.run("DELETE FROM traits WHERE id = ?", [.integer(trait.id)])
    }

    private func isAssociated(_ trait: Trait) throws -> Bool {
        try exists(
            "SELECT 1 FROM resource_provider_traits WHERE trait_id = ? LIMIT 1",
            [.integer(trait.id)])
    }

    /// The traits of a provider.
    package func traits(of provider: ResourceProvider) throws -> [Trait] {
        try connection.rows(
            """
            SELECT t.id, t.name, t.updated_at, t.created_at FROM resource_provider_traits rpt
            JOIN traits t ON t.id = rpt.trait_id
            WHERE rpt.resource_provider_id = ?
            ORDER BY rpt.trait_id
            """, [.integer(provider.id)], as: Trait.init)
    }

    /// Makes these the traits of a provider, and counts the change if it is one.
    ///
    /// - Throws: ``PlacementError/resourceProviderGenerationConflict(uuid:)``.
    package func setTraits(
        _ traits: [Trait], of provider: inout ResourceProvider
    ) throws {
        let wanted = Set(traits.map(\.id))
        let existing = Set(try self.traits(of: provider).map(\.id))
        guard wanted != existing else { return }
        for id in existing.subtracting(wanted).sorted() {
            try connection.run(
                """
                DELETE FROM resource_provider_traits
                WHERE resource_provider_id = ? AND trait_id = ?
                """, [.integer(provider.id), .integer(id)])
        }
        for id in wanted.subtracting(existing).sorted() {
            try connection.run(
                """
                INSERT INTO resource_provider_traits (created_at, trait_id, resource_provider_id)
                VALUES (?, ?, ?)
                """, [.text(now.text), .integer(id), .integer(provider.id)])
        }
        try incrementGeneration(of: &provider)
    }
}

extension Trait {
    init(_ row: any Row) {
        self.init(
            id: row.integer(0), name: row.text(1),
            lastModified: row.lastModified(updatedAt: 2, createdAt: 3))
    }
}
