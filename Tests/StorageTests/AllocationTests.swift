// SPDX-License-Identifier: Apache-2.0

import Placement
import Storage
import Testing

@Suite struct AllocationTests {
    let ledger: ClaimLedger

    init() throws {
        ledger = try ClaimLedger(["host", "other"])
        try ledger.claim(
            Claim("a", type: "INSTANCE", ["host": ["VCPU": 1, "MEMORY_MB": 10]]), at: 1)
        try ledger.claim(Claim("b", ["other": ["VCPU": 3], "host": ["VCPU": 2]]), at: 2)
    }

    private func moment(_ seconds: Int) -> Timestamp {
        Timestamp(microseconds: ClaimLedger.start.microseconds + seconds * 1_000_000)
    }

    @Test func `a consumer's allocations come with the consumer`() throws {
        let (consumer, allocations) = try ledger.write { try $0.allocations(ofConsumer: "a") }
        #expect(
            consumer
                == Consumer(
                    uuid: "a", generation: 1, projectID: "project", userID: "user",
                    type: "INSTANCE"))
        #expect(allocations.map(\.provider) == ["host", "host"])
        #expect(allocations.map(\.providerGeneration) == [3, 3])
        #expect(allocations.map(\.lastModified) == [moment(1), moment(1)])
    }

    @Test func `a consumer that holds nothing is not shown`() throws {
        try ledger.claim(Claim("c", [:]))
        for uuid in ["c", "nobody"] {
            let (consumer, allocations) = try ledger.write { try $0.allocations(ofConsumer: uuid) }
            #expect(consumer == nil)
            #expect(allocations.isEmpty)
        }
    }

    @Test func `a provider's holdings are ordered by consumer`() throws {
        try ledger.claim(Claim("a", ["host": ["VCPU": 4]]), at: 3)
        let holdings = try ledger.write { store in
            try store.holdings(ofProvider: store.resourceProvider(uuid: "host").id)
        }
        #expect(
            holdings == [
                Holding(
                    consumer: "a", consumerGeneration: 2, resourceClass: "VCPU", used: 4,
                    lastModified: moment(3)),
                Holding(
                    consumer: "b", consumerGeneration: 1, resourceClass: "VCPU", used: 2,
                    lastModified: moment(2)),
            ])
    }
}
