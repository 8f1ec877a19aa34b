// SPDX-License-Identifier: Apache-2.0

import Placement
import SQL
import SQLite
import Testing

@testable import Storage

@Suite struct ProviderTreeTests {
    let database: SQLite.Database

    /// A tree `a` with `b` and `c` below each other, and `x` beside it.
    init() throws {
        database = try SQLite.Database.inMemory()
        try database.write { connection in
            try DatabaseSchema.create(on: connection)
            let store = Store(connection, now: Timestamp(microseconds: 0))
            for (uuid, parent) in [("a", nil), ("b", "a"), ("c", "b"), ("x", nil)] {
                _ = try store.addResourceProvider(uuid: uuid, name: uuid, parentUUID: parent)
            }
        }
    }

    private func move(_ uuid: String, to parent: String?, allowed: Bool = true) throws {
        try database.write { connection in
            let store = Store(connection, now: Timestamp(microseconds: 1))
            var provider = try store.resourceProvider(uuid: uuid)
            try store.update(
                &provider, name: uuid, parentUUID: parent, allowsReparenting: allowed)
            #expect(try provider.rootUUID == store.resourceProvider(uuid: uuid).rootUUID)
        }
    }

    /// Each provider with its parent and root.
    private func tree() throws -> [String] {
        try database.read { connection in
            var tree: [String] = []
            try Store(connection, now: Timestamp(microseconds: 0))
                .resourceProviders(matching: ProviderFilter()) {
                    tree.append("\($0.uuid) \($0.parentUUID ?? "-") \($0.rootUUID)")
                }
            return tree
        }
    }

    @Test func `a provider takes all below it to another tree`() throws {
        try move("b", to: "x")
        #expect(try tree() == ["a - a", "b x x", "c b x", "x - x"])
    }

    @Test func `a provider without a parent becomes a root`() throws {
        try move("b", to: nil)
        #expect(try tree() == ["a - a", "b - b", "c b b", "x - x"])
    }

    @Test func `a root may get a parent, whatever is allowed`() throws {
        try move("a", to: "x", allowed: false)
        #expect(try tree() == ["a x x", "b a x", "c b x", "x - x"])
    }

    @Test(arguments: ["a", "b", "c"])
    func `a provider cannot come below itself`(parent: String) throws {
        #expect(throws: PlacementError.treeRefused(.loop)) { try move("a", to: parent) }
        #expect(try tree() == ["a - a", "b a a", "c b a", "x - x"])
    }

    @Test func `a parent may not change or go where that is not allowed`() throws {
        #expect(throws: PlacementError.treeRefused(.reparenting)) {
            try move("b", to: "x", allowed: false)
        }
        #expect(throws: PlacementError.treeRefused(.unparenting)) {
            try move("b", to: nil, allowed: false)
        }
    }

    @Test func `an unknown parent is refused`() throws {
        #expect(throws: PlacementError.treeRefused(.parentNotFound)) { try move("b", to: "z") }
    }

    @Test func `a loop that was written by hand holds nothing up`() throws {
        try database.write { connection in
            _ = try connection.run(
                "UPDATE resource_providers SET parent_provider_id = 3 WHERE id = 1")
        }
        #expect(throws: PlacementError.treeRefused(.loop)) { try move("b", to: "c") }
    }

    @Test func `only a provider without children and consumers goes`() throws {
        let remove = { (uuid: String) in
            try database.write { connection in
                let store = Store(connection, now: Timestamp(microseconds: 0))
                try store.remove(store.resourceProvider(uuid: uuid))
            }
        }
        #expect(throws: PlacementError.resourceProviderIsParent(uuid: "a")) { try remove("a") }
        try database.write { connection in
            _ = try connection.run(
                """
                INSERT INTO allocations
                    (resource_provider_id, consumer_id, resource_class_id, used)
                VALUES (3, 'consumer', 0, 1)
                """)
        }
        #expect(throws: PlacementError.resourceProviderInUse(uuid: "c")) { try remove("c") }
        try remove("x")
        #expect(try tree() == ["a - a", "b a a", "c b a"])
    }
}
