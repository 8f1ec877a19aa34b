// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import Testing

@testable import PlacementAPI

@Suite struct ReshaperTests {
    let scene: ClaimScene

    init() throws { scene = try ClaimScene() }

    private func inventories(
        of provider: String? = nil, at generation: String = "1",
        _ inventories: String = #""VCPU": {"total": 10}, "MEMORY_MB": {"total": 1000}"#
    ) -> String {
        #"""
        "\#(provider ?? scene.host)": {"resource_provider_generation": \#(generation), \#
        "inventories": {\#(inventories)}}
        """#
    }

    private func post(
        _ inventories: String, claims: String = "", at version: Microversion = .maximum
    ) throws -> Client.Answer {
        try scene.client.send(
            "POST", "/reshaper",
            #"{"inventories": {\#(inventories)}, "allocations": {\#(claims)}}"#, at: version)
    }

    @Test(arguments: [(1, 30), (1, 33), (1, 34), (1, 37), (1, 38), (1, 39)])
    func `inventory moves with its consumers in each version's form`(
        major: Int, minor: Int
    ) throws {
        let version = Microversion(major, minor)
        let old = Microversion(1, 28)
        #expect(try scene.put(scene.claim("8", at: old), at: old).status == 204)
        let claim = scene.claim("8", generation: "1", of: scene.other, at: version)
        let answer = try post(
            inventories(at: "2", #""MEMORY_MB": {"total": 1000}"#) + ", "
                + inventories(of: scene.other, #""VCPU": {"total": 20}"#),
            claims: #""\#(ClaimScene.consumer)": \#(claim)"#, at: version)
        #expect(answer.status == 204, "\(answer.text)")
        #expect(answer.headers["content-type"] == nil)
        let usages = try scene.client.send("GET", "/resource_providers/\(scene.other)/usages")
        #expect(usages.json["usages"]?["VCPU"] == 8)
        let left = try scene.client.send("GET", "/resource_providers/\(scene.host)/inventories")
        #expect(left.json["inventories"]?["VCPU"] == nil)
    }

    @Test func `there is no reshaper before 1 30`() throws {
        #expect(try post(inventories(), at: Microversion(1, 29)).status == 404)
    }

    @Test func `a reshape needs inventories`() throws {
        #expect(try post("").status == 400)
    }

    @Test func `what an inventory does not say has its default`() throws {
        #expect(try post(inventories(#""VCPU": {"total": 5}"#)).status == 204)
        let answer = try scene.client.send(
            "GET", "/resource_providers/\(scene.host)/inventories/VCPU")
        #expect(answer.json["max_unit"] == 2_147_483_647)
        #expect(answer.json["allocation_ratio"] == 1.0)
        #expect(answer.json["reserved"] == 0)
    }

    @Test func `an inventory may reserve more than it has`() throws {
        #expect(
            try post(inventories(#""VCPU": {"total": 5, "reserved": 6}"#)).status == 204)
    }

    @Test func `an unknown provider is refused`() throws {
        let nobody = ClaimScene.nobody
        let answer = try post(inventories(of: nobody))
        #expect(answer.status == 400)
        #expect(answer.code == "placement.resource_provider.not_found")
        #expect(
            answer.detail.contains(
                "Resource provider \(nobody) in inventories not found: No resource provider with "
                    + "uuid \(nobody) found"))
    }

    @Test(arguments: ["0", "2", "9223372036854775808"])
    func `another generation is refused`(generation: String) throws {
        let answer = try post(inventories(at: generation))
        #expect(answer.status == 409)
        #expect(answer.code == "placement.concurrent_update")
        #expect(
            answer.detail.contains(
                "resource provider generation conflict for provider \(scene.host): actual: 1, "
                    + "given: \(generation)"))
    }

    @Test func `an unknown provider of a claim is refused`() throws {
        let claim = scene.claim(of: ClaimScene.nobody)
        let answer = try post(
            inventories(), claims: #""\#(ClaimScene.consumer)": \#(claim)"#)
        #expect(answer.status == 400)
        #expect(answer.detail.contains("that does not exist."))
        #expect(try scene.put(scene.claim(generation: "0")).status == 204)
    }

    @Test(arguments: [
        #""CUSTOM_X": {"total": 1}"#, #""CUSTOM_X": {"total": 1}, "VCPU": {"total": 10}"#,
        #""vcpu": {"total": 1}"#, #""vcpu": 5"#,
    ])
    func `an unknown class is refused`(inventory: String) throws {
        let answer = try post(inventories(inventory))
        #expect(answer.status == 400)
        #expect(answer.detail.contains("malformed reshaper data: No such resource class "))
    }

    @Test func `inventory in use is refused`() throws {
        #expect(try scene.put(scene.claim()).status == 204)
        let answer = try post(inventories(at: "2", #""MEMORY_MB": {"total": 1000}"#))
        #expect(answer.status == 409)
        #expect(answer.code == "placement.inventory.inuse")
        #expect(
            answer.detail.contains(
                "update conflict: Inventory for 'VCPU' on resource provider '\(scene.host)' in "
                    + "use."))
    }

    @Test func `a claim that does not fit is refused`() throws {
        let answer = try post(
            inventories(), claims: #""\#(ClaimScene.consumer)": \#(scene.claim("11"))"#)
        #expect(answer.status == 409)
        #expect(answer.detail.contains("Unable to allocate inventory: Unable to create"))
        #expect(try scene.generation(of: scene.host) == 1)
    }
}
