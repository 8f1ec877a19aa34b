// SPDX-License-Identifier: Apache-2.0

import Placement
import Storage
import Testing

@Suite struct ClaimRefusalTests {
    let ledger: ClaimLedger

    init() throws {
        ledger = try ClaimLedger(["host", "other"])
    }

    /// Everything that a claim may touch, to see that a refusal touched nothing.
    private func state() throws -> [String] {
        try ledger.consumers()
            + ledger.rows("SELECT uuid || generation FROM resource_providers")
            + ledger.rows("SELECT consumer_id || used || created_at FROM allocations")
    }

    @Test func `a new consumer with a generation is refused`() throws {
        let claim = Claim("c", generation: .number(value: 0, text: "0"), ["host": ["VCPU": 1]])
        #expect(
            ledger.refusal(of: claim) == .consumerGenerationConflict(actual: nil, given: "0"))
        #expect(try ledger.consumers().isEmpty)
    }

    @Test func `a consumer that is there is refused without its generation`() throws {
        try ledger.claim(Claim("c", ["host": ["VCPU": 1]]))
        let claim = Claim("c", generation: .absent, ["host": ["VCPU": 2]])
        #expect(ledger.refusal(of: claim) == .consumerGenerationConflict(actual: 1, given: nil))
        #expect(try ledger.holdings(of: "c") == ["host:VCPU=1"])
    }

    @Test func `one conflict among many consumers leaves nothing behind`() throws {
        try ledger.claim(Claim("b", ["host": ["VCPU": 1]]))
        let before = try state()
        #expect(
            ledger.refusal(
                of: Claim("a", generation: .absent, ["host": ["VCPU": 1]]),
                Claim("b", generation: .number(value: 7, text: "7"), ["host": ["VCPU": 1]]))
                == .consumerGenerationConflict(actual: 1, given: "7"))
        #expect(try state() == before)
    }

    @Test func `an unknown provider leaves new consumers behind at generation 0`() throws {
        try ledger.claim(Claim("old", ["host": ["VCPU": 1]]))
        let refusal = try ledger.claim(
            Claim("a", type: "INSTANCE", ["host": ["VCPU": 1]]),
            Claim("old", project: "p2", ["host": ["VCPU": 2]]),
            Claim("b", ["nobody": ["VCPU": 1], "nowhere": ["VCPU": 1]]), Claim("c", [:]))
        #expect(refusal == .claimedProviderNotFound(uuid: "nobody"))
        #expect(
            try ledger.consumers() == [
                "a 0 project user INSTANCE", "b 0 project user -", "c 0 project user -",
                "old 1 project user -",
            ])
        #expect(try ledger.holdings(of: "a").isEmpty)
        #expect(try ledger.holdings(of: "old") == ["host:VCPU=1"])
        #expect(try ledger.generation(of: "host") == 2)
    }

    @Test func `an unknown class leaves no new consumer behind`() throws {
        let before = try state()
        #expect(
            ledger.refusal(of: Claim("c", ["host": ["VCPU": 1, "CUSTOM_X": 1, "CUSTOM_Y": 1]]))
                == .resourceClassNotFound(name: "CUSTOM_X"))
        #expect(try state() == before)
    }

    @Test func `too large an amount leaves no new consumer behind`() throws {
        let before = try state()
        #expect(
            ledger.refusal(
                of: Claim("a", ["host": ["VCPU": 1]]), Claim("b", ["other": ["VCPU": 11]]))
                == .capacityExceeded(resourceClass: "VCPU", provider: "other"))
        #expect(try state() == before)
    }

    @Test func `too large an amount leaves the consumer with what it held`() throws {
        try ledger.claim(Claim("c", ["host": ["VCPU": 1]]))
        let before = try state()
        #expect(
            ledger.refusal(of: Claim("c", project: "p2", ["host": ["VCPU": 11]]))
                == .capacityExceeded(resourceClass: "VCPU", provider: "host"))
        #expect(try state() == before)
    }

    @Test func `the sum of several consumers must fit`() {
        #expect(
            ledger.refusal(
                of: Claim("a", ["host": ["VCPU": 6]]), Claim("b", ["host": ["VCPU": 5]]))
                == .capacityExceeded(resourceClass: "VCPU", provider: "host"))
    }

    @Test func `what others hold is not free`() throws {
        try ledger.claim(Claim("a", ["host": ["VCPU": 6]]))
        #expect(
            ledger.refusal(of: Claim("b", ["host": ["VCPU": 5]]))
                == .capacityExceeded(resourceClass: "VCPU", provider: "host"))
    }

    @Test func `minimum, maximum and step are heeded`() throws {
        try ledger.resize(
            "host", "VCPU", Inventory(total: 10, minUnit: 2, maxUnit: 6, stepSize: 2))
        for amount in [1, 3, 8] {
            #expect(
                ledger.refusal(of: Claim("c", ["host": ["VCPU": amount]]))
                    == .constraintsViolated(resourceClass: "VCPU", provider: "host"))
        }
        #expect(try ledger.claim(Claim("c", ["host": ["VCPU": 4]])) == nil)
    }

    @Test func `a class that the provider lacks is named alone if it has others of them`() {
        #expect(
            ledger.refusal(of: Claim("c", ["host": ["VCPU": 1, "DISK_GB": 1]]))
                == .inventoryMissing(resourceClasses: ["DISK_GB"], providers: ["host"]))
    }

    @Test func `providers that lack all classes are named together`() {
        #expect(
            ledger.refusal(
                of: Claim("c", ["other": ["DISK_GB": 1], "host": ["PCPU": 1, "DISK_GB": 1]]))
                == .inventoryMissing(
                    resourceClasses: ["DISK_GB", "PCPU"], providers: ["host", "other"]))
    }

    @Test func `a class that the provider lacks is named alone if another asks for one it has`() {
        #expect(
            ledger.refusal(of: Claim("c", ["host": ["DISK_GB": 1], "other": ["VCPU": 1]]))
                == .inventoryMissing(resourceClasses: ["DISK_GB"], providers: ["host"]))
    }

    @Test func `classes that an emptied consumer gives up are named too`() throws {
        try ledger.claim(Claim("a", ["host": ["VCPU": 1]]))
        try ledger.write { store in
            var other = try store.resourceProvider(uuid: "other")
            try store.setInventories([ClassInventory("PCPU", Inventory(total: 1))], of: &other)
        }
        #expect(
            ledger.refusal(of: Claim("a", [:]), Claim("b", ["other": ["DISK_GB": 1]]))
                == .inventoryMissing(resourceClasses: ["VCPU", "DISK_GB"], providers: ["other"]))
    }

    @Test func `a provider over its capacity lets a claim shrink (bug 2104040)`() throws {
        try ledger.claim(Claim("a", ["host": ["VCPU": 4]]), Claim("b", ["host": ["VCPU": 6]]))
        try ledger.resize("host", "VCPU", Inventory(total: 5))
        #expect(try ledger.claim(Claim("b", ["host": ["VCPU": 5]])) == nil)
        #expect(try ledger.claim(Claim("b", ["host": ["VCPU": 5]])) == nil)
        #expect(
            ledger.refusal(of: Claim("b", ["host": ["VCPU": 6]]))
                == .capacityExceeded(resourceClass: "VCPU", provider: "host"))
    }

    @Test func `a provider over its capacity lets one grow as another shrinks`() throws {
        try ledger.claim(Claim("a", ["host": ["VCPU": 4]]), Claim("b", ["host": ["VCPU": 6]]))
        try ledger.resize("host", "VCPU", Inventory(total: 5))
        #expect(
            try ledger.claim(
                Claim("a", ["host": ["VCPU": 5]]), Claim("b", ["host": ["VCPU": 5]])) == nil)
    }

    @Test func `a provider over its capacity takes no new consumer`() throws {
        try ledger.claim(Claim("a", ["host": ["VCPU": 10]]))
        try ledger.resize("host", "VCPU", Inventory(total: 5))
        #expect(
            ledger.refusal(of: Claim("b", ["host": ["VCPU": 1]]))
                == .capacityExceeded(resourceClass: "VCPU", provider: "host"))
    }

    @Test func `removing what a consumer holds removes it and bumps no provider`() throws {
        try ledger.claim(Claim("c", ["host": ["VCPU": 1]]))
        try ledger.write { try $0.removeAllocations(ofConsumer: "c") }
        #expect(try ledger.consumers().isEmpty)
        #expect(try ledger.generation(of: "host") == 2)
    }

    @Test func `removing what a consumer does not hold is refused and keeps it`() throws {
        try ledger.claim(Claim("c", [:]))
        for consumer in ["c", "nobody"] {
            #expect(throws: PlacementError.allocationsNotFound(consumer: consumer)) {
                try ledger.write { try $0.removeAllocations(ofConsumer: consumer) }
            }
        }
        #expect(try ledger.consumers() == ["c 0 project user -"])
    }
}
