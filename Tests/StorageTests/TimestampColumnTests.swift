// SPDX-License-Identifier: Apache-2.0

import Placement
import SQL
import SQLite
import Testing

@testable import Storage

/// Which statements set `created_at` and `updated_at`, as read off a running reference.
@Suite struct TimestampColumnTests {
    let database: SQLite.Database

    init() throws {
        database = try SQLite.Database.inMemory()
        try database.write { connection in
            try DatabaseSchema.create(on: connection)
            try Store(connection, now: Timestamp(microseconds: 0)).syncStandardNames()
        }
    }

    /// Does something at a second after 1970.
    private func at<Result: Sendable>(
        _ second: Int, _ work: @escaping @Sendable (Store) throws -> Result
    ) throws -> Result {
        try database.write { connection in
            try work(Store(connection, now: Timestamp(microseconds: second * 1_000_000)))
        }
    }

    /// The seconds at which the rows of a table were made and changed.
    private func stamps(_ table: String, _ condition: String = "1 = 1") throws -> [String] {
        try database.read { connection in
            try connection.rows(
                "SELECT created_at, updated_at FROM \(table) WHERE \(condition) ORDER BY rowid"
            ) { row in
                [0, 1].map { column in
                    Timestamp(row.text(column)).map { "\($0.seconds)" } ?? "-"
                }.joined(separator: " ")
            }
        }
    }

    private let root = "00000000-0000-4000-8000-000000000001"
    private let child = "00000000-0000-4000-8000-000000000002"
    private let other = "00000000-0000-4000-8000-000000000003"

    private func makeProviders() throws {
        let (root, child, other) = (root, child, other)
        try at(1) { store in
            _ = try store.addResourceProvider(uuid: root, name: "root", parentUUID: nil)
            _ = try store.addResourceProvider(uuid: child, name: "child", parentUUID: root)
            _ = try store.addResourceProvider(uuid: other, name: "other", parentUUID: nil)
        }
    }

    @Test func `a root has been changed at its birth, a child has not`() throws {
        try makeProviders()
        #expect(try stamps("resource_providers") == ["1 1", "1 -", "1 1"])
    }

    @Test func `saving a provider as it is changes nothing`() throws {
        try makeProviders()
        let (root, child) = (root, child)
        try at(2) { store in
            var provider = try store.resourceProvider(uuid: child)
            try store.update(
                &provider, name: "child", parentUUID: root, allowsReparenting: true)
        }
        #expect(try stamps("resource_providers") == ["1 1", "1 -", "1 1"])
    }

    @Test func `a new place in the trees changes a provider and all below it`() throws {
        try makeProviders()
        let (root, other) = (root, other)
        try at(2) { store in
            var provider = try store.resourceProvider(uuid: root)
            try store.update(
                &provider, name: "root", parentUUID: other, allowsReparenting: false)
        }
        #expect(try stamps("resource_providers") == ["1 2", "1 2", "1 1"])
    }

    @Test func `inventories that stay are changed, even to what they were`() throws {
        try makeProviders()
        let root = root
        try at(2) { store in
            var provider = try store.resourceProvider(uuid: root)
            try store.setInventories(
                [ClassInventory("VCPU", Inventory(total: 8))], of: &provider)
        }
        try at(3) { store in
            var provider = try store.resourceProvider(uuid: root)
            try store.setInventories(
                [
                    ClassInventory("VCPU", Inventory(total: 8)),
                    ClassInventory("DISK_GB", Inventory(total: 8)),
                ], of: &provider)
        }
        #expect(try stamps("inventories") == ["2 3", "3 -"])
        #expect(try stamps("resource_providers", "uuid = '\(root)'") == ["1 3"])
    }

    @Test func `traits, aggregates and their ties are made and never changed`() throws {
        try makeProviders()
        let root = root
        try at(2) { store in
            var provider = try store.resourceProvider(uuid: root)
            let trait = try store.ensureTrait("CUSTOM_A").trait
            try store.setTraits([trait], of: &provider)
            try store.setAggregates(["a"], of: &provider, incrementsGeneration: false)
        }
        #expect(try stamps("traits", "name = 'CUSTOM_A'") == ["2 -"])
        #expect(try stamps("resource_provider_traits") == ["2 -"])
        #expect(try stamps("placement_aggregates") == ["2 -"])
        #expect(try stamps("resource_provider_aggregates") == ["2 -"])
        #expect(try stamps("resource_providers", "uuid = '\(root)'") == ["1 2"])
    }

    @Test func `a class is changed by a new name and not by its own`() throws {
        try at(1) { try $0.addResourceClass(named: "CUSTOM_A") }
        try at(2) { try $0.rename($0.resourceClass(named: "CUSTOM_A"), to: "CUSTOM_A") }
        #expect(try stamps("resource_classes", "id = 10000") == ["1 -"])
        try at(3) { try $0.rename($0.resourceClass(named: "CUSTOM_A"), to: "CUSTOM_B") }
        #expect(try stamps("resource_classes", "id = 10000") == ["1 3"])
    }
}
