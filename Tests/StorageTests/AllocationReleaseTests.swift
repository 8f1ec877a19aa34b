// SPDX-License-Identifier: Apache-2.0

import Placement
import Storage
import Testing

@Suite struct AllocationReleaseTests {
    let ledger: ClaimLedger

    init() throws {
        ledger = try ClaimLedger(["host", "other"])
        try ledger.claim(
            Claim("a", type: "INSTANCE", ["host": ["VCPU": 1], "other": ["VCPU": 2]]))
        try ledger.claim(Claim("b", ["host": ["MEMORY_MB": 10]]), at: 5)
        try ledger.claim(Claim("idle", [:]))
    }

    private func holding(after uuid: String = "", limit: Int = 10) throws -> [AuditedConsumer] {
        try ledger.write { try $0.holdingConsumers(after: uuid, limit: limit) }
    }

    private func consumer(_ uuid: String) throws -> AuditedConsumer {
        try #require(try holding().first { $0.uuid == uuid })
    }

    @Test func `consumers that hold something come in order, page by page`() throws {
        #expect(
            try holding() == [
                AuditedConsumer(
                    uuid: "a", generation: 1, type: "INSTANCE", projectID: "project",
                    userID: "user", lastModified: ClaimLedger.start),
                AuditedConsumer(
                    uuid: "b", generation: 1, type: nil, projectID: "project", userID: "user",
                    lastModified: Timestamp(microseconds: 1_700_000_005_000_000)),
            ])
        #expect(try holding(limit: 1).map(\.uuid) == ["a"])
        #expect(try holding(after: "a").map(\.uuid) == ["b"])
    }

    @Test func `what a consumer holds is summed up over providers`() throws {
        let resources = try ledger.write { try $0.resources(ofConsumers: ["a", "b", "nobody"]) }
        #expect(
            resources == [
                "a": [ResourceAmount("VCPU", 3)], "b": [ResourceAmount("MEMORY_MB", 10)],
            ])
        #expect(try ledger.write { try $0.resources(ofConsumers: []) }.isEmpty)
    }

    @Test func `a released consumer is gone, and its providers have counted`() throws {
        let before = try ledger.generation(of: "other")
        let consumer = try consumer("a")
        #expect(try ledger.write { try $0.release(consumer) } == .released)
        #expect(try ledger.holdings(of: "a") == [])
        #expect(try ledger.consumers().map { $0.prefix(1) } == ["b", "i"])
        #expect(try ledger.generation(of: "other") == before + 1)
    }

    @Test func `a consumer that somebody claimed for meanwhile is left alone`() throws {
        let consumer = try consumer("a")
        try ledger.claim(Claim("a", type: "INSTANCE", ["host": ["VCPU": 1]]))
        #expect(try ledger.write { try $0.release(consumer) } == .changed)
        #expect(try ledger.holdings(of: "a") == ["host:VCPU=1"])
    }

    @Test func `a consumer that is gone already is no failure`() throws {
        let consumer = try consumer("a")
        try ledger.write { try $0.removeAllocations(ofConsumer: "a") }
        #expect(try ledger.write { try $0.release(consumer) } == .gone)
    }

    @Test func `a consumer without a row is released without getting one`() throws {
        try ledger.run("DELETE FROM consumers WHERE uuid = 'a'")
        let consumer = try consumer("a")
        #expect(consumer.generation == nil)
        #expect(try ledger.write { try $0.release(consumer) } == .released)
        #expect(try ledger.rows("SELECT uuid FROM consumers ORDER BY uuid") == ["b", "idle"])
        #expect(try holding().map(\.uuid) == ["b"])
    }

    @Test func `a consumer without a row that gets one meanwhile is left alone`() throws {
        try ledger.run("DELETE FROM consumers WHERE uuid = 'a'")
        let consumer = try consumer("a")
        try ledger.claim(Claim("a", ["host": ["VCPU": 1]]))
        #expect(try ledger.write { try $0.release(consumer) } == .changed)
    }

    @Test func `allocations of a provider that is gone go as well`() throws {
        try ledger.run("DELETE FROM consumers WHERE uuid = 'b'")
        try ledger.run("DELETE FROM resource_providers WHERE uuid = 'host'")
        let consumer = try consumer("b")
        #expect(try ledger.write { try $0.release(consumer) } == .released)
        #expect(try holding().map(\.uuid) == ["a"])
        #expect(try ledger.rows("SELECT uuid FROM consumers ORDER BY uuid") == ["a", "idle"])
    }
}
