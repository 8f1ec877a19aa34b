// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Placement

@Suite struct ClaimTests {
    @Test func `a client older than generations takes a consumer as it is`() {
        #expect(ExpectedGeneration.unchecked.matches(nil))
        #expect(ExpectedGeneration.unchecked.matches(7))
    }

    @Test func `null means that the consumer is not there`() {
        #expect(ExpectedGeneration.absent.matches(nil))
        #expect(!ExpectedGeneration.absent.matches(0))
        #expect(ExpectedGeneration.absent.text == nil)
    }

    @Test func `a number means that the consumer has this generation`() {
        let two = ExpectedGeneration.number(value: 2, text: "2.0")
        #expect(two.matches(2))
        #expect(!two.matches(3))
        #expect(!two.matches(nil))
        #expect(two.text == "2.0")
    }

    @Test func `a number too large for a generation fits no consumer`() {
        let huge = ExpectedGeneration.number(value: nil, text: "100000000000000000000")
        #expect(!huge.matches(0))
        #expect(!huge.matches(nil))
    }

    @Test func `a consumer is owned as in a claim that names the same project, user and type`() {
        #expect(consumer().isOwned(asIn: claim()))
        #expect(!consumer().isOwned(asIn: claim(project: "other")))
        #expect(!consumer().isOwned(asIn: claim(user: "other")))
        #expect(!consumer().isOwned(asIn: claim(type: "MIGRATION")))
        #expect(!consumer(type: nil).isOwned(asIn: claim()))
    }

    @Test func `a claim without a type leaves the type alone`() {
        #expect(consumer().isOwned(asIn: claim(type: nil)))
        #expect(consumer(type: nil).isOwned(asIn: claim(type: nil)))
    }

    @Test func `projects are told apart by code points, not by what they look like`() {
        let composed = claim(project: "caf\u{E9}")
        let decomposed = claim(project: "cafe\u{301}")
        #expect(composed.projectID == decomposed.projectID)
        #expect(!composed.hasSameOwner(as: decomposed))
        #expect(composed.hasSameOwner(as: composed))
    }

    private func consumer(type: String? = "INSTANCE") -> Consumer {
        Consumer(uuid: "c", generation: 1, projectID: "project", userID: "user", type: type)
    }

    private func claim(
        project: String = "project", user: String = "user", type: String? = "INSTANCE"
    ) -> Claim {
        Claim(
            consumer: "c", projectID: project, userID: user, consumerType: type, shares: [])
    }
}
