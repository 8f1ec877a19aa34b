// SPDX-License-Identifier: Apache-2.0

import Placement
import Storage
import Testing

/// What `provider tree` and `provider blockers` ask.
@Suite struct ProviderInspectionTests {
    let ledger: ClaimLedger

    /// Two trees, one of three providers in a row.
    init() throws {
        ledger = try ClaimLedger(["host", "other"])
        try ledger.write { store in
            _ = try store.addResourceProvider(uuid: "child", name: "child", parentUUID: "host")
            var leaf = try store.addResourceProvider(
                uuid: "leaf", name: "leaf", parentUUID: "child")
            try store.setAggregates(["g2", "g1"], of: &leaf, incrementsGeneration: true)
        }
        try ledger.run(
            """
            INSERT INTO resource_provider_traits (trait_id, resource_provider_id)
            SELECT id, 4 FROM traits WHERE name IN ('HW_CPU_X86_AVX', 'COMPUTE_NODE')
            """)
        try ledger.claim(
            Claim("a", type: "INSTANCE", ["host": ["VCPU": 1, "MEMORY_MB": 5]]),
            Claim("b", ["host": ["VCPU": 2]]))
    }

    private func blockers(_ uuid: String, limit: Int = 10) throws -> ProviderBlockers? {
        try ledger.write { try $0.blockers(ofProvider: uuid, limit: limit) }
    }

    @Test func `roots come page by page`() throws {
        #expect(try ledger.write { try $0.rootRows(after: 0, limit: 10) } == [1, 2])
        #expect(try ledger.write { try $0.rootRows(after: 0, limit: 1) } == [1])
        #expect(try ledger.write { try $0.rootRows(after: 1, limit: 1) } == [2])
    }

    @Test func `a provider without a root counts as one`() throws {
        try ledger.run("UPDATE resource_providers SET root_provider_id = NULL WHERE id = 4")
        #expect(try ledger.write { try $0.rootRows(after: 0, limit: 10) } == [1, 2, 4])
        #expect(try ledger.write { try $0.rootRow(ofProvider: "leaf") } == 4)
        #expect(try ledger.write { try $0.pictures(ofTrees: [4]) }.map(\.uuid) == ["leaf"])
    }

    @Test func `the root of a provider is found from anywhere in its tree`() throws {
        #expect(try ledger.write { try $0.rootRow(ofProvider: "leaf") } == 1)
        #expect(try ledger.write { try $0.rootRow(ofProvider: "nobody") } == nil)
    }

    @Test func `a tree comes with all that its providers have`() throws {
        let pictures = try ledger.write { try $0.pictures(ofTrees: [1]) }
        #expect(pictures.map(\.uuid) == ["host", "child", "leaf"])
        #expect(pictures.map(\.parentID) == [nil, 1, 3])
        #expect(
            pictures[0].stock == [
                ProviderPicture.Stock("VCPU", Inventory(total: 10), used: 3),
                ProviderPicture.Stock("MEMORY_MB", Inventory(total: 1000), used: 5),
            ])
        #expect(pictures[2].traits == ["COMPUTE_NODE", "HW_CPU_X86_AVX"])
        #expect(pictures[2].aggregates == ["g1", "g2"])
        #expect(try ledger.write { try $0.pictures(ofTrees: []) }.isEmpty)
    }

    @Test func `children and consumers keep a provider from being deleted`() throws {
        let found = try #require(try blockers("host"))
        #expect(found.children == [ProviderBlockers.Child(uuid: "child", name: "child")])
        #expect(found.holders.map(\.consumer.uuid) == ["a", "b"])
        #expect(
            found.holders.first?.resources == [
                ResourceAmount("VCPU", 1), ResourceAmount("MEMORY_MB", 5),
            ])
        #expect(!found.isEmpty)
    }

    @Test func `only so many consumers are named as asked for, but all are counted`() throws {
        let found = try #require(try blockers("host", limit: 1))
        #expect(found.holders.map(\.consumer.uuid) == ["a"])
        #expect(found.holderCount == 2)
    }

    @Test(arguments: ["leaf", "other"])
    func `nothing keeps a leaf without consumers, which can be deleted`(uuid: String) throws {
        #expect(try blockers(uuid)?.isEmpty == true)
        try ledger.write { try $0.remove(try $0.resourceProvider(uuid: uuid)) }
        #expect(try blockers(uuid) == nil)
    }
}
