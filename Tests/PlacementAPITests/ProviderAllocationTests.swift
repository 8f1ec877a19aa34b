// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import Testing

@testable import PlacementAPI

@Suite struct ProviderAllocationTests {
    let scene: ClaimScene

    init() throws { scene = try ClaimScene() }

    private func get(
        _ provider: String? = nil, at version: Microversion = .maximum
    ) throws -> Client.Answer {
        try scene.client.send(
            "GET", "/resource_providers/\(provider ?? scene.host)/allocations", at: version)
    }

    @Test func `what is held of a provider is shown by consumer`() throws {
        #expect(try scene.put(scene.claim("2")).status == 204)
        #expect(try scene.put(scene.claim("3"), consumer: ClaimScene.second).status == 204)
        #expect(
            try get().text == #"""
                {"allocations": {"\#(ClaimScene.consumer)": {"resources": {"VCPU": 2}, \#
                "consumer_generation": 1}, "\#(ClaimScene.second)": {"resources": {"VCPU": 3}, \#
                "consumer_generation": 1}}, "resource_provider_generation": 3}
                """#)
    }

    @Test func `generations of consumers are shown from 1 28 on`() throws {
        #expect(try scene.put(scene.claim("2")).status == 204)
        func consumer(_ version: Microversion) throws -> JSON.Value? {
            try get(at: version).json["allocations"]?[ClaimScene.consumer]
        }
        #expect(try consumer(Microversion(1, 27))?["consumer_generation"] == nil)
        #expect(try consumer(Microversion(1, 28))?["consumer_generation"] == 1)
        #expect(try consumer(Microversion(1, 0))?["resources"] == ["VCPU": 2])
    }

    @Test func `a provider of which nobody holds anything has no allocations`() throws {
        let answer = try get(scene.other)
        #expect(answer.text == #"{"allocations": {}, "resource_provider_generation": 1}"#)
        #expect(answer.headers["last-modified"] == "Tue, 14 Nov 2023 22:13:20 GMT")
        #expect(answer.headers["cache-control"] == "no-cache")
        #expect(try get(at: Microversion(1, 14)).headers["last-modified"] == nil)
    }

    @Test func `an unknown provider is refused`() throws {
        let answer = try get(ClaimScene.nobody)
        #expect(answer.status == 404)
        #expect(
            answer.detail.contains(
                "Resource provider '\(ClaimScene.nobody)' not found: No resource provider with "
                    + "uuid \(ClaimScene.nobody) found"))
        #expect(answer.headers["vary"] != nil)
    }
}
