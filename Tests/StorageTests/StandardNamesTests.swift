// SPDX-License-Identifier: Apache-2.0

import Placement
import SQL
import SQLite
import Testing

@testable import Storage

@Suite struct StandardNamesTests {
    let database: SQLite.Database

    init() throws {
        database = try SQLite.Database.inMemory()
        try database.write { try DatabaseSchema.create(on: $0) }
    }

    private func sync() throws {
        try database.write { connection in
            try Store(connection, now: Timestamp(microseconds: 1_700_000_000_000_001))
                .syncStandardNames()
        }
    }

    private func strings(_ sql: String) throws -> [String] {
        try database.read { try $0.rows(sql) { $0.text(0) } }
    }

    @Test func `the classes have their places in the list as identities`() throws {
        try sync()
        let rows = try strings("SELECT id || ' ' || name FROM resource_classes ORDER BY id")
        #expect(rows.count == 21)
        #expect(rows.prefix(3) == ["0 VCPU", "1 MEMORY_MB", "2 DISK_GB"])
        #expect(rows.last == "20 NET_PACKET_RATE_IGR_KILOPACKET_PER_SEC")
    }

    @Test func `the rows have been made now and never changed`() throws {
        try sync()
        for table in ["traits", "resource_classes"] {
            let rows = try strings(
                "SELECT DISTINCT created_at || coalesce(updated_at, ' never') FROM \(table)")
            #expect(rows == ["2023-11-14 22:13:20.000001 never"])
        }
    }

    @Test func `what is missing comes back and what is more stays`() throws {
        try sync()
        try database.write { connection in
            try connection.run("DELETE FROM traits WHERE name = 'HW_CPU_X86_AVX2'")
            try connection.run("DELETE FROM resource_classes WHERE id = 4")
            try connection.run("INSERT INTO traits (name) VALUES ('OLD_TRAIT'), ('CUSTOM_A')")
        }
        #expect(try database.read { try store($0).hasStandardNames() } == false)
        try sync()
        #expect(try database.read { try store($0).hasStandardNames() })
        #expect(try strings("SELECT name FROM traits").count == 379)
        #expect(try strings("SELECT name FROM resource_classes WHERE id = 4") == ["SRIOV_NET_VF"])
    }

    private func store(_ connection: any SQL.Connection) -> Store {
        Store(connection, now: Timestamp(microseconds: 0))
    }

    @Test func `an identity that is taken is left alone`() throws {
        try database.write { connection in
            _ = try connection.run("INSERT INTO resource_classes (id, name) VALUES (0, 'ODD')")
        }
        try sync()
        #expect(try strings("SELECT name FROM resource_classes WHERE id = 0") == ["ODD"])
        #expect(try strings("SELECT name FROM resource_classes").count == 21)
    }
}
