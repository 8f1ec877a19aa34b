// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import Testing

@testable import PlacementAPI

@Suite struct ManyAllocationsTests {
    let scene: ClaimScene

    init() throws { scene = try ClaimScene() }

    private func post(
        _ claims: [String: String], at version: Microversion = .maximum
    ) throws -> Client.Answer {
        let members = claims.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }
        return try scene.client.send(
            "POST", "/allocations", "{\(members.joined(separator: ", "))}", at: version)
    }

    @Test(arguments: [(1, 13), (1, 27), (1, 28), (1, 33), (1, 34), (1, 37), (1, 38), (1, 39)])
    func `claims in the form of their version are granted`(major: Int, minor: Int) throws {
        let version = Microversion(major, minor)
        let answer = try post(
            [
                ClaimScene.consumer: scene.claim("2", at: version),
                ClaimScene.second: scene.claim("3", of: scene.other, at: version),
            ], at: version)
        #expect(answer.status == 204, "\(answer.text)")
        #expect(answer.headers["content-type"] == nil)
        #expect(try scene.get(ClaimScene.second).json["consumer_generation"] == 1)
    }

    @Test func `there is no such operation before 1 13`() throws {
        let version = Microversion(1, 12)
        #expect(
            try post([ClaimScene.consumer: scene.claim(at: version)], at: version).status == 404)
    }

    @Test func `a request without consumers is refused`() throws {
        #expect(try post([:]).status == 400)
    }

    @Test func `one claim that does not fit refuses all`() throws {
        let answer = try post([
            ClaimScene.consumer: scene.claim("2"),
            ClaimScene.second: scene.claim("11", of: scene.other),
        ])
        #expect(answer.status == 409)
        #expect(answer.detail.contains("Unable to allocate inventory: Unable to create"))
        #expect(try scene.get().text == #"{"allocations": {}}"#)
        #expect(try scene.put(scene.claim()).status == 204)
    }

    @Test func `a consumer may leave as another comes, before 1 28 too`() throws {
        #expect(try scene.put(scene.claim("10")).status == 204)
        let version = Microversion(1, 13)
        let answer = try post(
            [
                ClaimScene.consumer: scene.emptyClaim(generation: "", at: version),
                ClaimScene.second: scene.claim("10", at: version),
            ], at: version)
        #expect(answer.status == 204)
        #expect(try scene.get().text == #"{"allocations": {}}"#)
        #expect(try scene.get(ClaimScene.second).json["consumer_generation"] == 1)
    }

    @Test func `one generation that is another refuses all`() throws {
        #expect(try scene.put(scene.claim()).status == 204)
        let answer = try post([
            ClaimScene.consumer: scene.claim(generation: "5"), ClaimScene.second: scene.claim(),
        ])
        #expect(answer.status == 409)
        #expect(answer.code == "placement.concurrent_update")
        #expect(try scene.put(scene.claim(), consumer: ClaimScene.second).status == 204)
    }

    @Test func `an unknown provider leaves all new consumers behind at generation 0`() throws {
        let answer = try post([
            ClaimScene.consumer: scene.claim(),
            ClaimScene.second: scene.claim(of: ClaimScene.nobody),
        ])
        #expect(answer.status == 400)
        #expect(
            answer.detail.contains(
                "Allocation for resource provider '\(ClaimScene.nobody)' that does not exist."))
        for consumer in [ClaimScene.consumer, ClaimScene.second] {
            #expect(
                try scene.put(scene.claim(generation: "0"), consumer: consumer).status == 204)
        }
    }

    @Test func `an unknown class is refused without a consumer's UUID`() throws {
        let claim = scene.claim().replacing("VCPU", with: "CUSTOM_X")
        let answer = try post([ClaimScene.consumer: String(claim)])
        #expect(answer.status == 400)
        #expect(
            answer.detail.contains(
                "Unable to allocate inventory No such resource class CUSTOM_X."))
    }

    @Test func `a UUID is taken as it is written`() throws {
        let loud = ClaimScene.consumer.uppercased()
        #expect(try post([loud: scene.claim()]).status == 204)
        #expect(try scene.get(loud).json["consumer_generation"] == 1)
        #expect(try scene.get().text == #"{"allocations": {}}"#)
    }
}
