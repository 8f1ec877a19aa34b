// SPDX-License-Identifier: Apache-2.0

import Placement
import Storage
import Testing

@Suite struct UsageTests {
    let ledger: ClaimLedger

    init() throws {
        ledger = try ClaimLedger(["host", "other"])
        try ledger.claim(
            Claim("a", type: "INSTANCE", ["host": ["VCPU": 1, "MEMORY_MB": 10]]),
            Claim("b", type: "INSTANCE", ["host": ["VCPU": 2], "other": ["VCPU": 3]]),
            Claim("c", user: "user2", ["host": ["MEMORY_MB": 20]]),
            Claim("d", project: "project2", type: "MIGRATION", ["host": ["VCPU": 4]]),
            Claim("e", type: "INSTANCE", [:]))
    }

    @Test func `a project's usages are summed up by type and class`() throws {
        let usages = try ledger.write { try $0.usages(ofProject: "project", userID: nil) }
        #expect(
            usages == [
                Usage(consumerType: nil, resourceClass: "MEMORY_MB", used: 20),
                Usage(consumerType: "INSTANCE", resourceClass: "VCPU", used: 6),
                Usage(consumerType: "INSTANCE", resourceClass: "MEMORY_MB", used: 10),
            ])
    }

    @Test func `usages can be those of one user of the project`() throws {
        let usages = try ledger.write { try $0.usages(ofProject: "project", userID: "user2") }
        #expect(usages == [Usage(consumerType: nil, resourceClass: "MEMORY_MB", used: 20)])
    }

    @Test func `consumers are counted once, and only those that hold something`() throws {
        let counts = try ledger.write { store in
            try store.consumerCounts(ofProject: "project", userID: nil)
                .map { "\($0.type ?? "-") \($0.count)" }
        }
        #expect(counts == ["- 1", "INSTANCE 2"])
    }

    @Test func `consumers can be those of one user of the project`() throws {
        let counts = try ledger.write { store in
            try store.consumerCounts(ofProject: "project", userID: "user")
                .map { "\($0.type ?? "-") \($0.count)" }
        }
        #expect(counts == ["INSTANCE 2"])
    }

    @Test(arguments: ["nobody", "user"])
    func `a project that nobody claimed for uses nothing`(project: String) throws {
        #expect(try ledger.write { try $0.usages(ofProject: project, userID: nil) }.isEmpty)
    }
}
