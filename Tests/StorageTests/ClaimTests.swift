// SPDX-License-Identifier: Apache-2.0

import Placement
import Storage
import Testing

@Suite struct ClaimTests {
    let ledger: ClaimLedger

    init() throws {
        ledger = try ClaimLedger(["host", "other"])
    }

    @Test func `a first claim makes the consumer and its project, user and type`() throws {
        try ledger.claim(
            Claim("c", generation: .absent, type: "INSTANCE", ["host": ["VCPU": 2]]))
        #expect(try ledger.holdings(of: "c") == ["host:VCPU=2"])
        #expect(try ledger.consumers() == ["c 1 project user INSTANCE"])
    }

    @Test func `a claim without a type makes a consumer without one`() throws {
        try ledger.claim(Claim("c", ["host": ["VCPU": 2]]))
        #expect(try ledger.consumers() == ["c 1 project user -"])
    }

    @Test func `a claim replaces whatever the consumer held`() throws {
        try ledger.claim(Claim("c", ["host": ["VCPU": 2, "MEMORY_MB": 10]]))
        try ledger.claim(Claim("c", ["other": ["VCPU": 3]]))
        #expect(try ledger.holdings(of: "c") == ["other:VCPU=3"])
        #expect(try ledger.consumers() == ["c 2 project user -"])
    }

    @Test func `only the providers of the new claim count their generation up`() throws {
        try ledger.claim(Claim("c", ["host": ["VCPU": 2], "other": ["VCPU": 1]]))
        #expect(try ledger.generation(of: "host") == 2)
        try ledger.claim(Claim("c", ["other": ["VCPU": 3]]))
        #expect(try ledger.generation(of: "host") == 2)
        #expect(try ledger.generation(of: "other") == 3)
    }

    @Test func `providers that no claim names keep their generation`() throws {
        try ledger.claim(Claim("c", ["host": ["VCPU": 2]]))
        #expect(try ledger.generation(of: "other") == 1)
    }

    @Test func `an empty claim removes the consumer and counts its providers up`() throws {
        try ledger.claim(Claim("c", ["host": ["VCPU": 2, "MEMORY_MB": 1]]))
        try ledger.claim(Claim("c", generation: .number(value: 1, text: "1"), [:]))
        #expect(try ledger.consumers().isEmpty)
        #expect(try ledger.holdings(of: "c").isEmpty)
        #expect(try ledger.generation(of: "host") == 3)
    }

    @Test func `an empty claim for a new consumer leaves it at generation 0`() throws {
        try ledger.claim(Claim("c", generation: .absent, [:]))
        #expect(try ledger.consumers() == ["c 0 project user -"])
    }

    @Test func `an empty claim leaves a consumer that holds nothing where it was`() throws {
        try ledger.claim(Claim("c", [:]))
        try ledger.claim(Claim("c", [:]))
        #expect(try ledger.consumers() == ["c 0 project user -"])
    }

    @Test func `an empty claim moves a consumer that holds nothing to another owner`() throws {
        try ledger.claim(Claim("c", [:]))
        try ledger.claim(Claim("c", project: "p2", user: "u2", type: "INSTANCE", [:]))
        #expect(try ledger.consumers() == ["c 0 p2 u2 INSTANCE"])
    }

    @Test func `a consumer of generation 0 can claim`() throws {
        try ledger.claim(Claim("c", [:]))
        try ledger.claim(
            Claim("c", generation: .number(value: 0, text: "0"), ["host": ["VCPU": 1]]))
        #expect(try ledger.consumers() == ["c 1 project user -"])
    }

    @Test func `a claim moves a consumer to another project, user and type`() throws {
        try ledger.claim(Claim("c", type: "INSTANCE", ["host": ["VCPU": 1]]))
        try ledger.claim(
            Claim("c", project: "p2", user: "u2", type: "MIGRATION", ["host": ["VCPU": 1]]))
        #expect(try ledger.consumers() == ["c 2 p2 u2 MIGRATION"])
    }

    @Test func `a claim without a type keeps the one that the consumer has`() throws {
        try ledger.claim(Claim("c", type: "INSTANCE", ["host": ["VCPU": 1]]))
        try ledger.claim(Claim("c", project: "p2", ["host": ["VCPU": 1]]))
        #expect(try ledger.consumers() == ["c 2 p2 user INSTANCE"])
    }

    @Test func `projects, users and types have one row however many consumers name them`() throws {
        for consumer in ["a", "b"] {
            try ledger.claim(Claim(consumer, type: "INSTANCE", ["host": ["VCPU": 1]]))
        }
        for table in ["projects", "users", "consumer_types"] {
            #expect(try ledger.rows("SELECT count(*) FROM \(table)") == ["1"])
        }
    }

    @Test func `several consumers are written at once`() throws {
        try ledger.claim(
            Claim("a", ["host": ["VCPU": 4]]), Claim("b", ["host": ["VCPU": 6]]),
            Claim("c", project: "p2", ["other": ["VCPU": 1]]))
        #expect(
            try ledger.consumers() == ["a 1 project user -", "b 1 project user -", "c 1 p2 user -"])
        #expect(try ledger.generation(of: "host") == 2)
    }

    @Test func `what one consumer gives back another may have in the same request`() throws {
        try ledger.claim(Claim("a", ["host": ["VCPU": 10]]))
        try ledger.claim(Claim("b", ["host": ["VCPU": 10]]), Claim("a", ["other": ["VCPU": 10]]))
        #expect(try ledger.holdings(of: "a") == ["other:VCPU=10"])
        #expect(try ledger.holdings(of: "b") == ["host:VCPU=10"])
    }

    @Test func `what an emptied consumer held another may have in the same request`() throws {
        try ledger.claim(Claim("a", ["host": ["VCPU": 10]]))
        try ledger.claim(Claim("a", [:]), Claim("b", ["host": ["VCPU": 10]]))
        #expect(try ledger.consumers() == ["b 1 project user -"])
        #expect(try ledger.generation(of: "host") == 3)
    }

    @Test func `a claim may ask for many classes of one provider`() throws {
        let classes = [
            "VCPU", "MEMORY_MB", "DISK_GB", "PCI_DEVICE", "SRIOV_NET_VF", "IPV4_ADDRESS",
        ]
        try ledger.write { store in
            var provider = try store.resourceProvider(uuid: "host")
            try store.setInventories(
                classes.map { ClassInventory($0, Inventory(total: 4)) }, of: &provider)
        }
        try ledger.claim(
            Claim("c", ["host": Dictionary(uniqueKeysWithValues: classes.map { ($0, 2) })]))
        #expect(try ledger.holdings(of: "c").count == 6)
        #expect(
            ledger.refusal(of: Claim("d", ["host": ["IPV4_ADDRESS": 3, "VCPU": 1]]))
                == .capacityExceeded(resourceClass: "IPV4_ADDRESS", provider: "host"))
    }

    @Test func `created_at and updated_at are the moments of the claims`() throws {
        try ledger.claim(Claim("c", ["host": ["VCPU": 1]]), at: 1)
        try ledger.claim(Claim("c", ["host": ["VCPU": 1]]), at: 2)
        func times(_ table: String) throws -> [String] {
            try ledger.rows(
                """
                SELECT substr(created_at, 18) || ' ' || coalesce(substr(updated_at, 18), '-')
                FROM \(table)
                """)
        }
        #expect(try times("allocations") == ["22.000000 -"])
        #expect(try times("consumers") == ["21.000000 22.000000"])
        #expect(try times("projects") == ["21.000000 -"])
        #expect(
            try times("resource_providers WHERE uuid = 'host'") == ["20.000000 22.000000"])
    }

    @Test func `a consumer at generation 0 was never updated`() throws {
        try ledger.claim(Claim("c", [:]))
        #expect(try ledger.rows("SELECT updated_at IS NULL FROM consumers") == ["1"])
    }

    @Test func `allocations from before consumers were kept are replaced too`() throws {
        try ledger.claim(Claim("c", ["host": ["VCPU": 8]]))
        try ledger.run("DELETE FROM consumers")
        try ledger.claim(Claim("c", ["host": ["VCPU": 10]]))
        #expect(try ledger.holdings(of: "c") == ["host:VCPU=10"])
    }
}
