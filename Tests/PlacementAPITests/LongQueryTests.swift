// SPDX-License-Identifier: Apache-2.0

import Gateway
import Placement
import Testing

@testable import PlacementAPI

/// Queries of more parameters than any client sends: to read them over and over would take hours.
@Suite struct LongQueryTests {
    private static let count = 16_000

    private func query(_ parts: (Int) -> String) throws -> CandidateQuery {
        let parts = (0..<LongQueryTests.count).map(parts)
        return try CandidateQuery(
            QueryString("resources=VCPU:1&" + parts.joined(separator: "&") + "&group_policy=none"),
            version: .maximum)
    }

    @Test func `a filter that repeats is read once for its group`() throws {
        let traits = try query { "required=in:A\($0),B" }.groups
        #expect(traits.map(\.required.count) == [LongQueryTests.count])
        #expect(traits[0].required[7] == ["A7", "B"])
        let forbidden = try query { "required=!A\($0)" }.groups
        #expect(forbidden.map(\.forbidden.count) == [LongQueryTests.count])
        let uuid = "11111111-1111-4111-8111-111111111111"
        let aggregates = try query { "member_of=\($0 % 2 == 0 ? "" : "!")\(uuid)" }.groups
        #expect(aggregates.map(\.memberOf.count) == [LongQueryTests.count / 2])
        #expect(aggregates[0].forbiddenAggregates == [uuid])
    }

    @Test func `each of many groups finds its own filters`() throws {
        let groups = try query { "resources\($0)=VCPU:1&required\($0)=A\($0)" }.groups
        #expect(groups.count == LongQueryTests.count + 1)
        #expect(groups.last?.required == [["A\(LongQueryTests.count - 1)"]])
    }

    @Test func `each of many resource classes is read once`() throws {
        let classes = (0..<LongQueryTests.count).map { "A\($0):1" }.joined(separator: ",")
        let list = try ResourceAmount.list(classes + ",A0:5")
        #expect(list.count == LongQueryTests.count)
        #expect(list[0].amount == 5)
    }
}
