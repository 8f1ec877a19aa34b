// SPDX-License-Identifier: Apache-2.0

import Foundation
import SQL
import SQLite
import Synchronization
import Testing

@testable import Placement
@testable import Storage

/// A database file with the tables, the journal, and a few names.
final class CatalogLedger: Sendable {
    let folder: URL
    let database: SQLite.Database
    private let live = Mutex(LiveCatalog())

    init(hasJournal: Bool = true) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "catalog-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let settings = SQLite.Database.Settings(path: folder.appendingPathComponent("a.db").path)
        database = try SQLite.Database(settings)
        try database.write { connection in
            try DatabaseSchema.create(on: connection)
            if hasJournal { try CatalogJournal.install(on: connection) }
            try connection.run("INSERT INTO resource_classes (id, name) VALUES (0, 'VCPU')")
            try connection.run(
                "INSERT INTO traits (id, name) VALUES (1, 'HW_A'), (2, 'MISC_SHARES_VIA_AGGREGATE')"
            )
        }
    }

    deinit {
        // What cannot be removed is left to the system's own cleaning of temporary files.
        try? FileManager.default.removeItem(at: folder)
    }

    func run(_ statements: String...) throws {
        try database.write { connection in
            for statement in statements { try connection.run(statement) }
        }
    }

    /// Adds a provider with VCPU and returns nothing: the caller chose its identity.
    func addProvider(_ id: Int, parent: Int? = nil, root: Int? = nil) throws {
        try run(
            """
            INSERT INTO resource_providers (id, uuid, name, root_provider_id, parent_provider_id)
            VALUES (\(id), 'u\(id)', 'n\(id)', \(root ?? id), \(parent.map(String.init) ?? "NULL"))
            """,
            """
            INSERT INTO inventories (resource_provider_id, resource_class_id, total, reserved,
                min_unit, max_unit, step_size, allocation_ratio)
            VALUES (\(id), 0, 8, 0, 1, 8, 1, 1.0)
            """)
    }

    func allocate(_ amount: Int, from provider: Int) throws {
        try run(
            """
            INSERT INTO allocations (resource_provider_id, consumer_id, resource_class_id, used)
            VALUES (\(provider), 'c', 0, \(amount))
            """)
    }

    /// What a request gets.
    func catalog(from live: LiveCatalog) throws -> Catalog {
        try database.read { connection in
            try live.catalog(in: Store(connection, now: Timestamp(microseconds: 0)))
        }
    }

    /// What the database holds, loaded from nothing.
    func truth() throws -> Catalog { try database.read { try $0.loadCatalog() } }
}

@Suite struct LiveCatalogTests {
    let ledger: CatalogLedger
    let live = LiveCatalog()

    init() throws { ledger = try CatalogLedger() }

    private func vcpus(_ live: LiveCatalog) throws -> [String] {
        let catalog = try ledger.catalog(from: live)
        return (Int32(0)..<10).compactMap { id in
            var bytes: [UInt8] = []
            catalog.appendResources(of: id, to: &bytes)
            return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
        }
    }

    @Test func `a claim is seen by the next request`() throws {
        try ledger.addProvider(3)
        #expect(try vcpus(live) == [#""VCPU": {"capacity": 8, "used": 0}"#])
        try ledger.allocate(5, from: 3)
        #expect(try vcpus(live) == [#""VCPU": {"capacity": 8, "used": 5}"#])
    }

    @Test(arguments: [
        "DELETE FROM inventories WHERE resource_provider_id = 3",
        "UPDATE inventories SET total = 99",
        "UPDATE inventories SET resource_provider_id = 5 WHERE resource_provider_id = 3",
        "INSERT INTO resource_provider_traits (resource_provider_id, trait_id) VALUES (3, 1)",
        "INSERT INTO resource_provider_traits (resource_provider_id, trait_id) VALUES (3, 2)",
        "DELETE FROM resource_provider_traits",
        "INSERT INTO resource_provider_aggregates VALUES (NULL, NULL, 3, 9)",
        "DELETE FROM resource_provider_aggregates",
        "UPDATE resource_providers SET parent_provider_id = 3, root_provider_id = 3 WHERE id = 4",
        "DELETE FROM resource_providers WHERE id = 4",
        "INSERT INTO traits (id, name) VALUES (7, 'CUSTOM_NEW')",
        "DELETE FROM traits WHERE id = 1",
        "INSERT INTO traits (id, name) VALUES (6, 'CUSTOM_LATE')",
        "DELETE FROM resource_classes",
        "UPDATE resource_classes SET name = 'CUSTOM_OTHER'",
        "INSERT INTO resource_classes (id, name) VALUES (10001, 'CUSTOM_X')",
        "UPDATE placement_aggregates SET uuid = 'other' WHERE id = 8",
        "DELETE FROM allocations",
    ])
    func `each change is taken over as if all were loaded`(statement: String) throws {
        for id in [3, 4, 70] { try ledger.addProvider(id) }
        try ledger.addProvider(71, parent: 70, root: 70)
        try ledger.allocate(2, from: 70)
        try ledger.run(
            "INSERT INTO placement_aggregates (id, uuid) VALUES (8, 'a8'), (9, 'a9')",
            "INSERT INTO resource_provider_aggregates VALUES (NULL, NULL, 70, 8)",
            "INSERT INTO resource_provider_traits VALUES (NULL, NULL, 1, 70), (NULL, NULL, 6, 71)")
        let before = try ledger.catalog(from: live)
        #expect(before == (try ledger.truth()))
        try ledger.run(statement)
        let after = try ledger.catalog(from: live)
        let truth = try ledger.truth()
        #expect(after.pages.count == truth.pages.count)
        #expect(
            zip(after.pages, truth.pages).allSatisfy {
                $0.texts.resources == $1.texts.resources && $0.texts.traits == $1.texts.traits
            })
        // Aggregates without members may be forgotten or kept: they match nobody.
        #expect(after.names.traits == truth.names.traits)
        #expect(after.names.resourceClasses == truth.names.resourceClasses)
        #expect(
            zip(after.pages, truth.pages).allSatisfy {
                $0.shape == $1.shape && $0.stock == $1.stock && $0.traits == $1.traits
                    && $0.aggregates == $1.aggregates
            })
    }

    @Test func `only the page of the changed provider is made anew`() throws {
        for id in [3, 70] { try ledger.addProvider(id) }
        let before = try ledger.catalog(from: live)
        try ledger.allocate(1, from: 70)
        let after = try ledger.catalog(from: live)
        #expect(after.pages[0] === before.pages[0])
        #expect(after.pages[1] !== before.pages[1])
    }

    @Test func `a trait that takes the identity of one that went shows its own name`() throws {
        try ledger.addProvider(3)
        try ledger.run(
            "INSERT INTO traits (id, name) VALUES (7, 'CUSTOM_OLD')",
            "INSERT INTO resource_provider_traits VALUES (NULL, NULL, 7, 3)")
        _ = try ledger.catalog(from: live)
        try ledger.run(
            "DELETE FROM resource_provider_traits", "DELETE FROM traits WHERE id = 7",
            "INSERT INTO traits (id, name) VALUES (7, 'CUSTOM_NEW')",
            "INSERT INTO resource_provider_traits VALUES (NULL, NULL, 7, 3)")
        var text: [UInt8] = []
        try ledger.catalog(from: live).appendTraits(of: 3, to: &text)
        #expect(String(decoding: text, as: UTF8.self) == #""CUSTOM_NEW""#)
    }

    @Test func `a new name for an aggregate is known`() throws {
        try ledger.addProvider(3)
        _ = try ledger.catalog(from: live)
        try ledger.run(
            "INSERT INTO placement_aggregates (id, uuid) VALUES (8, 'a8')",
            "INSERT INTO resource_provider_aggregates VALUES (NULL, NULL, 3, 8)")
        #expect(try ledger.catalog(from: live).names.aggregates == ["a8": 8])
    }

    @Test func `an aggregate is known that comes after its members`() throws {
        for id in [3, 70] { try ledger.addProvider(id) }
        try ledger.run("INSERT INTO resource_provider_aggregates VALUES (NULL, NULL, 3, 8)")
        let before = try ledger.catalog(from: live)
        try ledger.run("INSERT INTO placement_aggregates (id, uuid) VALUES (8, 'a8')")
        let after = try ledger.catalog(from: live)
        #expect(after.names.aggregates == ["a8": 8])
        #expect(after.pages[0] === before.pages[0])
    }

    @Test func `a provider in a new aggregate is no reason to load all providers`() throws {
        for id in [3, 70] { try ledger.addProvider(id) }
        let before = try ledger.catalog(from: live)
        try ledger.database.write { connection in
            let store = Store(connection, now: Timestamp(microseconds: 0))
            var provider = try store.resourceProvider(uuid: "u3")
            try store.setAggregates(["new"], of: &provider, incrementsGeneration: false)
        }
        let after = try ledger.catalog(from: live)
        #expect(after == (try ledger.truth()))
        #expect(after.pages[1] === before.pages[1])
    }

    @Test func `what a rolled back transaction wrote is not seen`() throws {
        try ledger.addProvider(3)
        let before = try ledger.catalog(from: live)
        struct Refusal: Error {}
        #expect(throws: Refusal.self) {
            try ledger.database.write { connection in
                try connection.run("UPDATE inventories SET total = 1")
                throw Refusal()
            }
        }
        #expect(try ledger.catalog(from: live).pages[0] === before.pages[0])
    }

    @Test func `a transaction that began earlier is served with what it sees`() throws {
        for id in [3, 70] { try ledger.addProvider(id) }
        let before = try ledger.catalog(from: live)
        try ledger.database.read { connection in
            _ = try connection.journalPosition()
            try ledger.allocate(5, from: 3)
            let newest = try ledger.catalog(from: live)
            let mine = try live.catalog(in: Store(connection, now: Timestamp(microseconds: 0)))
            #expect(mine == before)
            #expect(mine != newest)
            #expect(mine.pages[1] === newest.pages[1])
        }
        #expect(try ledger.catalog(from: live) == ledger.truth())
    }

    /// Brings the ledger back to how the journal stood at an entry, as a backup would that was put
    /// in its place.
    private func restore(_ position: JournalPosition?, _ statement: String) throws {
        let sequence = try #require(position?.sequence)
        try ledger.run(
            statement, "DELETE FROM catalog_journal WHERE sequence > \(sequence)")
    }

    @Test func `what was done after a backup is forgotten when the backup is put back`() throws {
        for id in [3, 70] { try ledger.addProvider(id) }
        let before = try ledger.catalog(from: live)
        let position = try ledger.database.read { try $0.journalPosition() }
        try ledger.allocate(5, from: 3)
        #expect(try ledger.catalog(from: live) != before)
        try restore(position, "DELETE FROM allocations")
        let restored = try ledger.catalog(from: live)
        #expect(restored == before)
        // The way back costs only what changed, and only once.
        #expect(restored.pages[1] === before.pages[1])
        #expect(try ledger.catalog(from: live).pages[0] === restored.pages[0])
        try ledger.allocate(2, from: 3)
        #expect(try ledger.catalog(from: live) == ledger.truth())
    }

    @Test func `the way back over a change of everything is a load of all, once`() throws {
        try ledger.addProvider(3)
        try ledger.run("INSERT INTO placement_aggregates (id, uuid) VALUES (8, 'a8')")
        let position = try ledger.database.read { try $0.journalPosition() }
        try ledger.run("UPDATE placement_aggregates SET uuid = 'other'")
        _ = try ledger.catalog(from: live)
        try restore(position, "UPDATE placement_aggregates SET uuid = 'a8'")
        let restored = try ledger.catalog(from: live)
        #expect(restored == (try ledger.truth()))
        #expect(try ledger.catalog(from: live).pages[0] === restored.pages[0])
    }

    @Test func `a trimmed journal leads to loading all anew`() throws {
        try ledger.addProvider(3)
        _ = try ledger.catalog(from: live)
        try ledger.allocate(5, from: 3)
        try ledger.run(
            "DELETE FROM catalog_journal WHERE sequence < (SELECT max(sequence) FROM catalog_journal)"
        )
        #expect(try ledger.catalog(from: live) == ledger.truth())
    }

    @Test func `the journal trims itself`() throws {
        try ledger.run(
            """
            WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 40000)
            INSERT INTO catalog_journal (subject, token) SELECT 0, n FROM number
            """)
        let count = try ledger.database.read {
            try $0.row("SELECT count(*) FROM catalog_journal") { $0.integer(0) }
        }
        #expect((32_768..<32_768 + 256).contains(try #require(count)))
    }

    @Test func `a journal with another history leads to loading all anew`() throws {
        try ledger.addProvider(3)
        try ledger.addProvider(4)
        _ = try ledger.catalog(from: live)
        // As if a backup had been put back: the same number of entries, another content.
        try ledger.run(
            "UPDATE inventories SET total = 5",
            """
            DELETE FROM catalog_journal
            WHERE sequence > (SELECT max(sequence) - 2 FROM catalog_journal)
            """,
            "UPDATE catalog_journal SET token = random()")
        #expect(try ledger.catalog(from: live) == ledger.truth())
    }

    @Test func `a journal that lost a trigger is not trusted`() throws {
        try ledger.addProvider(3)
        _ = try ledger.catalog(from: live)
        try ledger.run("DROP TRIGGER catalog_journal_allocations_insert")
        try ledger.allocate(5, from: 3)
        #expect(try ledger.catalog(from: live) == ledger.truth())
        try ledger.database.write { try CatalogJournal.install(on: $0) }
        try ledger.allocate(1, from: 3)
        #expect(try ledger.catalog(from: live) == ledger.truth())
    }

    @Test func `a change is seen that was made while a trigger was away`() throws {
        try ledger.addProvider(3)
        _ = try ledger.catalog(from: live)
        let name = "catalog_journal_inventories_update"
        let trigger = try #require(CatalogJournal.statements.first { $0.name == name })
        try ledger.run(
            "DROP TRIGGER \(name)", "UPDATE inventories SET total = 99", trigger.sql)
        #expect(try vcpus(live) == [#""VCPU": {"capacity": 99, "used": 0}"#])
        // That costs one load of all; what is known then is kept as before.
        let loaded = try ledger.catalog(from: live)
        #expect(try ledger.catalog(from: live).pages[0] === loaded.pages[0])
    }

    @Test func `installing twice changes nothing`() throws {
        let before = try ledger.database.read { try $0.journalPosition() }
        try ledger.database.write { try CatalogJournal.install(on: $0) }
        #expect(try ledger.database.read { try $0.journalPosition() } == before)
    }

    @Test func `removing the journal leaves the reference's schema`() throws {
        try ledger.database.write { try CatalogJournal.remove(on: $0) }
        let left = try ledger.database.read {
            try $0.rows("SELECT name FROM sqlite_master WHERE name LIKE '%journal%'") { $0.text(0) }
        }
        #expect(left.isEmpty)
    }
}

@Suite struct LiveCatalogWithoutJournalTests {
    @Test func `a database without the journal is served and never stale`() throws {
        let ledger = try CatalogLedger(hasJournal: false)
        let live = LiveCatalog()
        try ledger.addProvider(3)
        #expect(try ledger.catalog(from: live) == ledger.truth())
        try ledger.allocate(5, from: 3)
        #expect(try ledger.catalog(from: live) == ledger.truth())
    }

    @Test func `nothing is loaded while nothing changes`() throws {
        let ledger = try CatalogLedger(hasJournal: false)
        let live = LiveCatalog()
        try ledger.addProvider(3)
        let first = try ledger.catalog(from: live)
        #expect(try ledger.catalog(from: live).pages[0] === first.pages[0])
    }

    @Test func `two connections that see the same load once each`() throws {
        let ledger = try CatalogLedger(hasJournal: false)
        let live = LiveCatalog()
        try ledger.addProvider(3)
        // One read inside another takes a second connection.
        func both() throws -> (Catalog, Catalog) {
            try ledger.database.read { outer in
                let store = Store(outer, now: Timestamp(microseconds: 0))
                return (try live.catalog(in: store), try ledger.catalog(from: live))
            }
        }
        _ = try both()
        let (first, second) = try both()
        let (third, fourth) = try both()
        #expect(first.pages[0] === second.pages[0])
        #expect(second.pages[0] === third.pages[0])
        #expect(third.pages[0] === fourth.pages[0])
    }

    @Test func `a database in memory, with one connection for all, is never stale`() throws {
        let database = try SQLite.Database.inMemory()
        let live = LiveCatalog()
        try database.write { connection in
            try DatabaseSchema.create(on: connection)
            try connection.run("INSERT INTO resource_providers (id, uuid) VALUES (1, 'u1')")
        }
        func count() throws -> Int {
            try database.read {
                try live.catalog(in: Store($0, now: Timestamp(microseconds: 0))).count
            }
        }
        #expect(try count() == 1)
        try database.write { connection in
            _ = try connection.run("INSERT INTO resource_providers (id, uuid) VALUES (2, 'u2')")
        }
        #expect(try count() == 2)
    }
}
