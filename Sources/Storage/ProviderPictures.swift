// SPDX-License-Identifier: Apache-2.0

package import Placement
import SQL

extension Store {
    /// The rows of providers at the top of trees, in the order in which they were made.
    ///
    /// Providers that the API does not show, for want of a root, count as roots: `db check` says
    /// what is wrong with them.
    ///
    /// - Parameters:
    ///   - id: where to go on; those up to this one are left out.
    ///   - limit: how many at most.
    /// - Returns: fewer than the limit only at the end.
    /// - Throws: ``SQLError``.
    package func rootRows(after id: Int, limit: Int) throws -> [Int] {
        try connection.rows(
            """
            SELECT DISTINCT root_provider_id AS root FROM resource_providers
            WHERE root_provider_id > ?
            UNION
            SELECT id FROM resource_providers WHERE root_provider_id IS NULL AND id > ?
            ORDER BY root
            LIMIT ?
            """, [.integer(id), .integer(id), .integer(limit)]
        ) { $0.integer(0) }
    }

    /// The row of the root of a provider's tree, `nil` if there is no such provider.
    package func rootRow(ofProvider uuid: String) throws -> Int? {
        try connection.row(
            "SELECT coalesce(root_provider_id, id) FROM resource_providers WHERE uuid = ?",
            [.text(uuid)]
        ) { $0.integer(0) }
    }

    /// All providers of some trees, with all that they have.
    ///
    /// - Parameter roots: the rows of the trees' roots, from which many providers may hang.
    /// - Returns: the providers, in the order in which they were made.
    /// - Throws: ``SQLError``.
    package func pictures(ofTrees roots: [Int]) throws -> [ProviderPicture] {
        guard !roots.isEmpty else { return [] }
        let keys = roots.map(Value.integer)
        // Twice, because only a plain column is found by its index.
        let isInTrees = """
            (rp.root_provider_id IN \(placeholders(keys.count))
                OR rp.root_provider_id IS NULL AND rp.id IN \(placeholders(keys.count)))
            """
        var pictures = try connection.rows(
            """
            SELECT rp.id, rp.uuid, rp.name, rp.generation, rp.parent_provider_id
            FROM resource_providers rp
            WHERE \(isInTrees)
            ORDER BY rp.id
            """, keys + keys
        ) { row in
            ProviderPicture(
                id: row.integer(0), uuid: row.text(1), name: row.optionalText(2),
                generation: row.integer(3), parentID: row.optionalInteger(4))
        }
        let places = Dictionary(
            pictures.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        try connection.forEachRow(
            """
            SELECT rp.id, rc.name, i.total, i.reserved, i.min_unit, i.max_unit, i.step_size,
                i.allocation_ratio,
                (SELECT SUM(used) FROM allocations a
                WHERE a.resource_provider_id = rp.id AND a.resource_class_id = rc.id)
            FROM resource_providers rp
            CROSS JOIN inventories i ON i.resource_provider_id = rp.id
            CROSS JOIN resource_classes rc ON rc.id = i.resource_class_id
            WHERE \(isInTrees)
            ORDER BY rp.id, rc.id
            """, keys + keys
        ) { row in
            guard let place = places[row.integer(0)] else { return }
            pictures[place].stock.append(
                ProviderPicture.Stock(
                    row.text(1),
                    Inventory(
                        total: row.integer(2), reserved: row.integer(3), minUnit: row.integer(4),
                        maxUnit: row.integer(5), stepSize: row.integer(6),
                        allocationRatio: row.real(7)), used: row.integer(8)))
        }
        try addNames(
            """
            SELECT rp.id, t.name FROM resource_providers rp
            CROSS JOIN resource_provider_traits rpt ON rpt.resource_provider_id = rp.id
            CROSS JOIN traits t ON t.id = rpt.trait_id
            WHERE \(isInTrees)
            ORDER BY rp.id, t.name
            """, keys + keys
        ) { if let place = places[$0] { pictures[place].traits.append($1) } }
        try addNames(
            """
            SELECT rp.id, pa.uuid FROM resource_providers rp
            CROSS JOIN resource_provider_aggregates rpa ON rpa.resource_provider_id = rp.id
            CROSS JOIN placement_aggregates pa ON pa.id = rpa.aggregate_id
            WHERE \(isInTrees)
            ORDER BY rp.id, pa.uuid
            """, keys + keys
        ) { if let place = places[$0] { pictures[place].aggregates.append($1) } }
        return pictures
    }

    private func addNames(
        _ query: String, _ arguments: [Value], _ add: (Int, String) -> Void
    ) throws {
        try connection.forEachRow(query, arguments) { add($0.integer(0), $0.text(1)) }
    }
}
