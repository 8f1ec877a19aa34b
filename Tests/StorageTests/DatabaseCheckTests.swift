// SPDX-License-Identifier: Apache-2.0

import Foundation
import Placement
import SQL
import SQLite
import Testing

@testable import Storage

@Suite struct DatabaseCheckTests {
    /// A root with a child that a consumer uses, and all that belongs to them.
    let ledger: ClaimLedger

    init() throws {
        ledger = try ClaimLedger(["host", "other"])
        try ledger.write { store in
            _ = try store.addResourceProvider(uuid: "child", name: "child", parentUUID: "host")
        }
        try ledger.claim(Claim("consumer", type: "INSTANCE", ["host": ["VCPU": 2]]))
    }

    private func findings(
        _ checks: [DatabaseCheck] = DatabaseCheck.basic + DatabaseCheck.contents, limit: Int = 5
    ) throws -> [DatabaseCheck.Finding] {
        try checks.compactMap { try $0.run(in: ledger.database, places: limit) }
    }

    private func names() throws -> [String] { try findings().map(\.check.name) }

    @Test func `a healthy database has no findings`() throws {
        #expect(try names() == [])
    }

    @Test(arguments: ["schema-create-all.sql", "schema-db-sync.sql"])
    func `the reference's own tables are whole`(fixtureName: String) throws {
        let database = try SQLite.Database.inMemory()
        let statements = try fixture(fixtureName).components(separatedBy: ";\n")
        try database.write { connection in
            for statement in statements where !statement.isEmpty { try connection.run(statement) }
        }
        for check in DatabaseCheck.basic + DatabaseCheck.contents {
            #expect(try check.run(in: database, places: 5)?.places == nil, "\(check.name)")
        }
    }

    @Test(arguments: [
        ("DROP TABLE users", "table-missing"),
        ("UPDATE alembic_version SET version_num = 'b4ed3a175331'", "revision-old"),
        ("UPDATE alembic_version SET version_num = 'ffffffffffff'", "revision-unknown"),
        ("DROP INDEX allocations_consumer_id_idx", "index-missing"),
        ("CREATE TABLE catalog_journal (sequence INTEGER)", "journal-incomplete"),
    ])
    func `a schema that is not whole is found`(damage: String, name: String) throws {
        try ledger.run(damage)
        #expect(try findings(DatabaseCheck.basic).map(\.check.name) == [name])
    }

    @Test(arguments: [
        ("UPDATE resource_providers SET parent_provider_id = 3 WHERE id = 1", "provider-loop"),
        (
            "UPDATE resource_providers SET root_provider_id = NULL WHERE id = 3",
            "provider-root-missing"
        ),
        ("UPDATE resource_providers SET root_provider_id = 2 WHERE id = 3", "provider-root-wrong"),
        ("UPDATE resource_providers SET root_provider_id = 9 WHERE id = 3", "provider-root-wrong"),
        ("UPDATE resource_providers SET generation = NULL WHERE id = 3", "provider-generation"),
        ("UPDATE resource_providers SET generation = 0 WHERE id = 2", "provider-uncounted"),
        ("UPDATE consumers SET project_id = 9", "consumer-project-gone"),
        ("UPDATE consumers SET user_id = 9", "consumer-user-gone"),
        ("UPDATE consumers SET consumer_type_id = 9", "consumer-type-gone"),
        ("UPDATE consumers SET generation = -1", "consumer-generation"),
        ("DELETE FROM consumers", "allocation-consumer-gone"),
        ("DELETE FROM allocations", "consumer-idle"),
        ("UPDATE allocations SET used = 0", "allocation-values"),
        ("UPDATE allocations SET used = 11", "provider-over-capacity"),
        ("UPDATE inventories SET step_size = 0 WHERE id = 1", "inventory-values"),
        (
            "DELETE FROM inventories WHERE resource_provider_id = 1",
            "allocation-inventory-gone"
        ),
        (
            "INSERT INTO resource_provider_traits (trait_id, resource_provider_id) VALUES (9999, 1)",
            "trait-gone"
        ),
    ])
    func `what rows say wrongly is found, and nothing else`(damage: String, name: String) throws {
        try ledger.run(damage)
        #expect(try names() == [name])
    }

    @Test func `a statement that mends leaves nothing to be found`() throws {
        try ledger.run("DELETE FROM resource_providers WHERE id = 1")
        for _ in 0..<8 {
            guard let finding = try findings().first,
                case .statement(let statement) = finding.check.mend
            else { break }
            try ledger.run(statement)
        }
        // The consumer held nothing else.
        #expect(try names() == ["consumer-idle"])
        #expect(
            try ledger.rows(
                "SELECT uuid FROM resource_providers WHERE root_provider_id = id ORDER BY id")
                == ["other", "child"])
    }

    @Test func `a used share of a unit counts as the API counts it`() throws {
        // 1 × 2.9 is a capacity of 2.
        try ledger.run("UPDATE inventories SET total = 1, allocation_ratio = 2.9 WHERE id = 1")
        #expect(try names() == [])
        try ledger.run("UPDATE inventories SET allocation_ratio = 1.9 WHERE id = 1")
        #expect(try findings().first?.places == ["host (host): VCPU, 2 used of 1"])
    }

    @Test func `only so many places are named as asked for, but all are counted`() throws {
        try ledger.run("UPDATE resource_providers SET generation = -1")
        let finding = try #require(try findings(limit: 2).first)
        #expect(finding.places == ["host (host)", "other (other)"])
        #expect(finding.count == 3)
    }
}
