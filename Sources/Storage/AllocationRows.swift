// SPDX-License-Identifier: Apache-2.0

import Placement
import SQL

/// A provider as far as a claim has to know it.
struct ProviderRow: Equatable, Sendable {
    let id: Int
    let uuid: String
    let generation: Int
}

/// One class of one provider, by their rows.
struct ClassOfProvider: Hashable, Sendable {
    let provider: Int
    let resourceClass: Int
}

/// An allocation that a consumer has before a claim.
struct HeldRow: Equatable, Sendable {
    let provider: ProviderRow
    let resourceClass: Int
    let used: Int
}

/// An allocation to be written.
struct AllocationRow: Equatable, Sendable {
    let place: ClassOfProvider
    let consumer: String
    let used: Int
}

/// A class that is asked of a provider.
struct StockRow: Equatable, Sendable {
    let classRow: Int
    /// `nil` if the provider has none of the class.
    let inventory: Inventory?
    /// What all consumers together hold.
    let used: Int
}

/// The statements of a claim.
///
/// They run on the one thread that writes, for every claim, so each is a constant text that stays
/// prepared, finds its rows by an index, and answers all that one provider or consumer needs.
///
/// CROSS JOIN fixes the order of a join in SQLite; and where only a name is wanted, a query for it
/// inside the columns finds it by its key. Otherwise the notes of an ANALYZE of long ago, when there
/// was one project, would make each claim read all projects.
extension Store {
    func providerRow(uuid: String) throws -> ProviderRow? {
        try connection.row(
            """
            SELECT id, generation FROM resource_providers
            WHERE uuid = ? AND root_provider_id IS NOT NULL
            """, [.text(uuid)]
        ) { row in
            ProviderRow(id: row.integer(0), uuid: uuid, generation: row.integer(1))
        }
    }

    func heldRows(ofConsumer uuid: String) throws -> [HeldRow] {
        try connection.rows(
            """
            SELECT rp.id, rp.uuid, rp.generation, a.resource_class_id, a.used
            FROM allocations a
            CROSS JOIN resource_providers rp ON rp.id = a.resource_provider_id
            WHERE a.consumer_id = ?
            """, [.text(uuid)]
        ) { row in
            HeldRow(
                provider: ProviderRow(
                    id: row.integer(0), uuid: row.text(1), generation: row.integer(2)),
                resourceClass: row.integer(3), used: row.integer(4))
        }
    }

    /// Inventory and use of a class of a provider; `nil` if there is no such class.
    ///
    /// A query for several classes at once costs more: for its IN, SQLite makes a table.
    func stockRow(ofProvider id: Int, class name: String) throws -> StockRow? {
        try connection.row(
            """
            SELECT rc.id, i.total, i.reserved, i.min_unit, i.max_unit, i.step_size,
                i.allocation_ratio,
                (SELECT SUM(a.used) FROM allocations a
                WHERE a.resource_provider_id = ? AND a.resource_class_id = rc.id)
            FROM resource_classes rc
            LEFT JOIN inventories i ON i.resource_provider_id = ? AND i.resource_class_id = rc.id
            WHERE rc.name = ?
            """, [.integer(id), .integer(id), .text(name)]
        ) { row in
            let inventory =
                row.isNull(1)
                ? nil
                : Inventory(
                    total: row.integer(1), reserved: row.integer(2), minUnit: row.integer(3),
                    maxUnit: row.integer(4), stepSize: row.integer(5),
                    allocationRatio: row.real(6))
            return StockRow(
                classRow: row.integer(0), inventory: inventory, used: row.integer(7))
        }
    }

    /// Whether a provider has inventory of one of these classes.
    func hasInventory(ofAnyOf classes: Set<Int>, provider id: Int) throws -> Bool {
        try connection.rows(
            "SELECT resource_class_id FROM inventories WHERE resource_provider_id = ?",
            [.integer(id)]
        ) { row in
            row.integer(0)
        }.contains(where: classes.contains)
    }

    func className(_ id: Int) throws -> String? {
        try connection.row("SELECT name FROM resource_classes WHERE id = ?", [.integer(id)]) {
            $0.text(0)
        }
    }

    @discardableResult
    func removeAllocationRows(ofConsumer uuid: String) throws -> Int {
        try connection.run("DELETE FROM allocations WHERE consumer_id = ?", [.text(uuid)])
    }

    /// Adds allocations, some in each statement.
    ///
    /// SQLite keeps a copy of each page that a statement changes until the statement has ended, as
    /// a trigger may stop it half-way; the rows of one claim change the same pages.
    func add(_ rows: [AllocationRow], at moment: Value) throws {
        for start in stride(from: 0, to: rows.count, by: allocationInsertions.count) {
            let some = rows[start...].prefix(allocationInsertions.count)
            try connection.run(
                allocationInsertions[some.count - 1],
                some.flatMap { row in
                    [
                        moment, .integer(row.place.provider), .text(row.consumer),
                        .integer(row.place.resourceClass), .integer(row.used),
                    ]
                })
        }
    }

    /// Counts the generation of a provider up, unless somebody else did since it was read.
    ///
    /// - Throws: ``PlacementError/resourceProviderGenerationConflict(uuid:)`` then.
    func bumpGeneration(of row: ProviderRow, at moment: Value) throws {
        let changed = try connection.run(
            """
            UPDATE resource_providers
            SET generation = ?, updated_at = ?
            WHERE id = ? AND generation = ?
            """,
            [
                .integer(row.generation &+ 1), moment, .integer(row.id),
                .integer(row.generation),
            ])
        guard changed == 1 else {
            throw PlacementError.resourceProviderGenerationConflict(uuid: row.uuid)
        }
    }
}

/// The statements that add one allocation, two, and so on.
private let allocationInsertions: [String] = (1...16).map { count in
    """
    INSERT INTO allocations
    (created_at, resource_provider_id, consumer_id, resource_class_id, used)
    VALUES \(repeatElement("(?, ?, ?, ?, ?)", count: count).joined(separator: ", "))
    """
}
