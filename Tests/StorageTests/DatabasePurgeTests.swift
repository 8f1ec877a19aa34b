// SPDX-License-Identifier: Apache-2.0

import Placement
import Storage
import Testing

@Suite struct DatabasePurgeTests {
    let ledger: ClaimLedger
    let later = Timestamp(microseconds: ClaimLedger.start.microseconds + 60_000_000)

    /// One consumer with an allocation, one without, and an aggregate that was left.
    init() throws {
        ledger = try ClaimLedger()
        try ledger.claim(
            Claim("busy", ["host": ["VCPU": 1]]), Claim("idle", project: "p2", user: "u2", [:]))
        try ledger.write { store in
            var host = try store.resourceProvider(uuid: "host")
            for uuids in [["left", "kept"], ["kept"]] {
                try store.setAggregates(uuids, of: &host, incrementsGeneration: true)
            }
        }
    }

    private func counts(before moment: Timestamp) throws -> [Int] {
        try ledger.write { store in
            try Leftover.allCases.map { try store.leftoverCount($0, before: moment) }
        }
    }

    private func purge(before moment: Timestamp, limit: Int = 10) throws -> [Int] {
        try ledger.write { store in
            try Leftover.allCases.map {
                try store.removeLeftovers($0, before: moment, limit: limit)
            }
        }
    }

    @Test func `what nothing uses is counted and removed`() throws {
        #expect(try counts(before: later) == [1, 1, 1, 1])
        #expect(try purge(before: later) == [1, 1, 1, 1])
        #expect(try purge(before: later) == [0, 0, 0, 0])
        #expect(try ledger.consumers() == ["busy 1 project user -"])
        #expect(try ledger.rows("SELECT uuid FROM placement_aggregates") == ["kept"])
        #expect(try ledger.rows("SELECT external_id FROM projects") == ["project"])
    }

    @Test func `what is young stays`() throws {
        #expect(try counts(before: ClaimLedger.start) == [0, 0, 0, 0])
        #expect(try purge(before: ClaimLedger.start) == [0, 0, 0, 0])
    }

    @Test func `the owners of a young consumer stay with it`() throws {
        try ledger.run("UPDATE consumers SET created_at = '9999-01-01' WHERE uuid = 'idle'")
        #expect(try purge(before: later) == [0, 0, 0, 1])
    }

    @Test func `no more is removed at once than asked for`() throws {
        try ledger.claim(Claim("idle2", [:]), Claim("idle3", [:]))
        #expect(try purge(before: later, limit: 2)[0] == 2)
        #expect(try purge(before: later, limit: 2)[0] == 1)
    }

    @Test func `a client can go on with what was purged`() throws {
        _ = try purge(before: later)
        try ledger.claim(
            Claim("idle", generation: .absent, project: "p2", user: "u2", ["host": ["VCPU": 1]]))
        #expect(try ledger.holdings(of: "idle") == ["host:VCPU=1"])
    }
}
