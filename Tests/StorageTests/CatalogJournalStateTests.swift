// SPDX-License-Identifier: Apache-2.0

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
}
