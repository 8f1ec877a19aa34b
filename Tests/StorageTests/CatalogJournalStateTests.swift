// SPDX-License-Identifier: Apache-2.0

import Foundation
import SQL
import SQLite
import Testing

@testable import Storage

@Suite struct CatalogJournalStateTests {
    let database: SQLite.Database

    init() throws {
        database = try SQLite.Database.inMemory()
        try database.write { try DatabaseSchema.create(on: $0) }
    }

    private func run(_ statement: String) throws {
        _ = try database.write { try $0.run(statement) }
    }

    private func state() throws -> CatalogJournal.State {
        try database.read { try CatalogJournal.state(on: $0) }
    }

    @Test func `a database without the journal says so, also after its removal`() throws {
        #expect(try state() == .absent)
        try database.write { try CatalogJournal.install(on: $0) }
        try database.write { try CatalogJournal.remove(on: $0) }
        #expect(try state() == .absent)
    }

    @Test func `entries are counted`() throws {
        try database.write { try CatalogJournal.install(on: $0) }
        #expect(try state() == .installed(entries: 1, sequence: 1))
        try run("INSERT INTO traits (name) VALUES ('CUSTOM_A')")
        #expect(try state() == .installed(entries: 2, sequence: 2))
    }

    @Test func `parts that are lost or changed are named`() throws {
        try database.write { try CatalogJournal.install(on: $0) }
        try run("DROP TRIGGER catalog_journal_trim")
        try run("DROP TRIGGER catalog_journal_traits_insert")
        try run(
            """
            CREATE TRIGGER catalog_journal_traits_insert AFTER INSERT ON traits
            BEGIN SELECT 1; END
            """)
        #expect(
            try state()
                == .incomplete(missing: ["catalog_journal_trim", "catalog_journal_traits_insert"]))
    }

    /// The table and the triggers of the first version of the journal.
    private func earlierStatements() throws -> [String] {
        try fixture("journal-before-aggregates.sql")
            .trimmingCharacters(in: .newlines).components(separatedBy: "\n--\n")
    }

    @Test func `a journal of an earlier version is completed`() throws {
        let earlier = try earlierStatements()
        try database.write { connection in
            for statement in earlier { try connection.run(statement) }
        }
        #expect(
            try state()
                == .incomplete(missing: ["catalog_journal_placement_aggregates_insert"]))
        try database.write { try CatalogJournal.install(on: $0) }
        #expect(try state() == .installed(entries: 1, sequence: 1))
    }

    @Test func `an earlier version still finds all its triggers, letter for letter`() throws {
        try database.write { try CatalogJournal.install(on: $0) }
        let there = try database.read {
            try $0.rows("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL") { $0.text(0) }
        }
        for statement in try earlierStatements() {
            #expect(there.contains(statement))
        }
    }
}
