// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Placement

@Suite struct UsageTests {
    private let usages = [
        Usage(consumerType: nil, resourceClass: "VCPU", used: 1),
        Usage(consumerType: "INSTANCE", resourceClass: "VCPU", used: 4),
        Usage(consumerType: "INSTANCE", resourceClass: "DISK_GB", used: 20),
        Usage(consumerType: "MIGRATION", resourceClass: "VCPU", used: 2),
    ]
    private let counts: [(type: String?, count: Int)] = [
        (nil, 1), ("INSTANCE", 2), ("MIGRATION", 1),
    ]

    private func groups(_ filter: UsageFilter) -> [UsageGroup] {
        UsageGroup.groups(usages, consumerCounts: counts, by: filter)
    }

    @Test func `each type is a group of its own`() {
        let groups = groups(.eachType)
        #expect(groups.map(\.name) == ["unknown", "INSTANCE", "MIGRATION"])
        #expect(groups.map(\.consumerCount) == [1, 2, 1])
        #expect(groups[1].resources.map(\.resourceClass) == ["VCPU", "DISK_GB"])
        #expect(groups[1].resources.map(\.used) == [4, 20])
    }

    @Test func `all types together are one group`() {
        let groups = groups(.all)
        #expect(groups.map(\.name) == ["all"])
        #expect(groups.map(\.consumerCount) == [4])
        #expect(groups[0].resources.map(\.used) == [7, 20])
    }

    @Test func `consumers without a type can be asked for`() {
        let groups = groups(.unknown)
        #expect(groups.map(\.name) == ["unknown"])
        #expect(groups.map(\.consumerCount) == [1])
        #expect(groups[0].resources.map(\.used) == [1])
    }

    @Test func `one type can be asked for`() {
        let groups = groups(.type("MIGRATION"))
        #expect(groups.map(\.name) == ["MIGRATION"])
        #expect(groups.map(\.consumerCount) == [1])
    }

    @Test func `a type that nobody has is no group`() {
        #expect(groups(.type("allx")).isEmpty)
    }

    @Test func `the words all and unknown are no types`() {
        #expect(UsageFilter(nil) == .eachType)
        #expect(UsageFilter("all") == .all)
        #expect(UsageFilter("unknown") == .unknown)
        #expect(UsageFilter("ALL") == .type("ALL"))
    }
}
