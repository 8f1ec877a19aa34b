// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import Testing

@testable import PlacementAPI

@Suite struct AllocationTests {
    let scene: ClaimScene

    init() throws { scene = try ClaimScene() }

    private static let versions = [
        Microversion(1, 0), Microversion(1, 7), Microversion(1, 8), Microversion(1, 11),
        Microversion(1, 12), Microversion(1, 27), Microversion(1, 28), Microversion(1, 33),
        Microversion(1, 34), Microversion(1, 37), Microversion(1, 38), Microversion(1, 39),
    ]

    @Test(arguments: versions)
    func `a claim in the form of its version is granted`(version: Microversion) throws {
        let answer = try scene.put(scene.claim("2", at: version), at: version)
        #expect(answer.status == 204, "\(answer.text)")
        #expect(answer.text.isEmpty)
        #expect(answer.headers["content-type"] == nil)
        #expect(answer.headers["last-modified"] == nil)
        #expect(
            try scene.get().json["allocations"]?[scene.host]?["resources"]?["VCPU"] == 2)
    }

    @Test(arguments: [
        (Microversion(1, 7), Microversion(1, 8)), (Microversion(1, 8), Microversion(1, 7)),
        (Microversion(1, 11), Microversion(1, 12)), (Microversion(1, 12), Microversion(1, 11)),
        (Microversion(1, 27), Microversion(1, 28)), (Microversion(1, 28), Microversion(1, 27)),
        (Microversion(1, 37), Microversion(1, 38)), (Microversion(1, 38), Microversion(1, 37)),
    ])
    func `a claim in the form of another version is refused`(
        form: Microversion, version: Microversion
    ) throws {
        let answer = try scene.put(scene.claim(at: form), at: version)
        #expect(answer.status == 400)
        #expect(answer.detail.contains("JSON does not validate"))
    }

    @Test func `mappings are let through from 1 34 on`() throws {
        let body = scene.claim(at: Microversion(1, 34)).dropLast()
        let mapped = body + #", "mappings": {"_1": ["\#(scene.host)"]}}"#
        #expect(try scene.put(String(mapped), at: Microversion(1, 33)).status == 400)
        #expect(
            try scene.put(String(body + #", "mappings": {}}"#), at: Microversion(1, 34)).status
                == 400)
        #expect(try scene.put(String(mapped), at: Microversion(1, 34)).status == 204)
    }

    @Test func `an allocation is shown with what its version knows`() throws {
        #expect(try scene.put(scene.claim("2")).status == 204)
        let generation = try #require(try scene.generation(of: scene.host))
        let plain = #"""
            {"allocations": {"\#(scene.host)": {"resources": {"VCPU": 2}, \#
            "generation": \#(generation)}}
            """#
        let owner = plain + #", "project_id": "p", "user_id": "u""#
        let counted = owner + #", "consumer_generation": 1"#
        #expect(try scene.get(at: Microversion(1, 11)).text == plain + "}")
        #expect(try scene.get(at: Microversion(1, 12)).text == owner + "}")
        #expect(try scene.get(at: Microversion(1, 27)).text == owner + "}")
        #expect(try scene.get(at: Microversion(1, 28)).text == counted + "}")
        #expect(try scene.get(at: Microversion(1, 37)).text == counted + "}")
        #expect(
            try scene.get(at: Microversion(1, 38)).text
                == counted + #", "consumer_type": "INSTANCE"}"#)
    }

    @Test func `a consumer claimed for before 1 38 is of an unknown type`() throws {
        let version = Microversion(1, 37)
        #expect(try scene.put(scene.claim(at: version), at: version).status == 204)
        #expect(try scene.get().json["consumer_type"] == "unknown")
    }

    @Test func `a consumer claimed for before 1 8 belongs to whom the operator said`() throws {
        var settings = Settings()
        settings.incompleteConsumerProjectID = "nobody's project"
        settings.incompleteConsumerUserID = "nobody"
        let scene = try ClaimScene(settings: settings)
        let version = Microversion(1, 7)
        #expect(try scene.put(scene.claim(at: version), at: version).status == 204)
        let json = try scene.get().json
        #expect(json["project_id"] == "nobody's project")
        #expect(json["user_id"] == "nobody")
    }

    @Test func `a consumer that holds nothing has no owner`() throws {
        let answer = try scene.get(ClaimScene.nobody)
        #expect(answer.status == 200)
        #expect(answer.text == #"{"allocations": {}}"#)
    }

    @Test func `from 1 15 on allocations say when they were made`() throws {
        #expect(try scene.put(scene.claim()).status == 204)
        for consumer in [ClaimScene.consumer, ClaimScene.nobody] {
            let answer = try scene.get(consumer, at: Microversion(1, 15))
            #expect(answer.headers["last-modified"] == "Tue, 14 Nov 2023 22:13:20 GMT")
            #expect(answer.headers["cache-control"] == "no-cache")
            let older = try scene.get(consumer, at: Microversion(1, 14))
            #expect(older.headers["last-modified"] == nil)
            #expect(older.headers["cache-control"] == nil)
        }
    }

    @Test func `the list of a version before 1 12 takes the last entry of a provider`() throws {
        let version = Microversion(1, 0)
        func entry(_ amount: Int) -> String {
            #"{"resource_provider": {"uuid": "\#(scene.host)"}, "resources": {"VCPU": \#(amount)}}"#
        }
        let body = #"{"allocations": [\#(entry(3)), \#(entry(5))]}"#
        #expect(try scene.put(body, at: version).status == 204)
        #expect(
            try scene.get().json["allocations"]?[scene.host]?["resources"]?["VCPU"] == 5)
    }

    @Test(arguments: ["10.0", "1e1"])
    func `an amount that is whole counts, however it is written`(amount: String) throws {
        #expect(try scene.put(scene.claim(amount)).status == 204)
        #expect(
            try scene.get().json["allocations"]?[scene.host]?["resources"]?["VCPU"]
                == .integer(10))
    }

    @Test(arguments: ["0", "-1", "1.5", "\"1\"", "true", "null", "NaN"])
    func `an amount that is no whole number from 1 on is refused`(amount: String) throws {
        #expect(try scene.put(scene.claim(amount)).status == 400)
    }

    @Test(arguments: ["11", "2147483648", "9223372036854775808", "1e300"])
    func `an amount that nobody has is refused`(amount: String) throws {
        let answer = try scene.put(scene.claim(amount))
        #expect(answer.status == 409)
        #expect(
            answer.detail.contains(
                "Unable to allocate inventory: Unable to create allocation for 'VCPU' on resource "
                    + "provider '\(scene.host)'. The requested amount would"))
        #expect(answer.code == "placement.undefined_code")
        #expect(answer.headers["vary"] != nil)
    }

    @Test func `the UUID of a claim is stored in small letters with dashes`() throws {
        let loud = "{" + ClaimScene.consumer.uppercased() + "}"
        #expect(try scene.put(scene.claim(), consumer: loud).status == 204)
        #expect(try scene.get().json["consumer_generation"] == 1)
        #expect(try scene.get(loud).text == #"{"allocations": {}}"#)
        #expect(try scene.client.send("DELETE", "/allocations/\(loud)").status == 404)
    }

    @Test func `what is no UUID is refused before the body is read`() throws {
        let answer = try scene.put("no json", consumer: "me")
        #expect(answer.status == 400)
        #expect(answer.detail.contains("Malformed consumer_uuid: me"))
    }

    @Test func `an unknown class is refused with the consumer's UUID`() throws {
        let body = scene.claim().replacing("VCPU", with: "CUSTOM_X")
        let answer = try scene.put(String(body))
        #expect(answer.status == 400)
        #expect(
            answer.detail.contains(
                "Unable to allocate inventory for consumer \(ClaimScene.consumer): "
                    + "No such resource class CUSTOM_X."))
    }

    @Test func `an unknown provider is refused and leaves a consumer of generation 0`() throws {
        let answer = try scene.put(scene.claim(of: ClaimScene.nobody))
        #expect(answer.status == 400)
        #expect(
            answer.detail.contains(
                "Allocation for resource provider '\(ClaimScene.nobody)' that does not exist."))
        #expect(answer.headers["vary"] != nil)
        #expect(try scene.put(scene.claim()).status == 409)
        #expect(try scene.put(scene.claim(generation: "0")).status == 204)
    }

    @Test func `a refused amount leaves no consumer behind`() throws {
        #expect(try scene.put(scene.claim("11")).status == 409)
        #expect(try scene.put(scene.claim()).status == 204)
    }

    @Test(arguments: [
        ("null", "consumer generation conflict - expected 1 but got None"),
        ("2", "consumer generation conflict - expected 1 but got 2"),
        ("2.0", "consumer generation conflict - expected 1 but got 2.0"),
        ("9223372036854775808", "expected 1 but got 9223372036854775808"),
    ])
    func `another generation than the consumer's is refused`(
        generation: String, detail: String
    ) throws {
        #expect(try scene.put(scene.claim()).status == 204)
        let answer = try scene.put(scene.claim(generation: generation))
        #expect(answer.status == 409)
        #expect(answer.detail.contains(detail))
        #expect(answer.code == "placement.concurrent_update")
    }

    @Test func `a new consumer has no generation`() throws {
        let answer = try scene.put(scene.claim(generation: "0"))
        #expect(answer.status == 409)
        #expect(answer.detail.contains("consumer generation conflict - expected null but got 0"))
        #expect(answer.code == "placement.concurrent_update")
    }

    @Test(arguments: ["1", "1.0"])
    func `the consumer's generation lets a claim pass`(generation: String) throws {
        #expect(try scene.put(scene.claim()).status == 204)
        #expect(try scene.put(scene.claim("3", generation: generation)).status == 204)
        #expect(try scene.get().json["consumer_generation"] == 2)
    }

    @Test func `before 1 28 nobody asks for a generation`() throws {
        let version = Microversion(1, 27)
        for _ in 0..<2 {
            #expect(try scene.put(scene.claim(at: version), at: version).status == 204)
        }
        #expect(try scene.get().json["consumer_generation"] == 2)
    }

    @Test func `an empty claim takes everything away from 1 28 on`() throws {
        #expect(try scene.put(scene.claim()).status == 204)
        let old = Microversion(1, 27)
        #expect(try scene.put(scene.emptyClaim(generation: "", at: old), at: old).status == 400)
        let version = Microversion(1, 28)
        let body = scene.emptyClaim(generation: "1", at: version)
        #expect(try scene.put(body, at: version).status == 204)
        #expect(try scene.get().text == #"{"allocations": {}}"#)
        #expect(try scene.put(scene.claim()).status == 204)
    }

    @Test func `removing allocations removes the consumer too`() throws {
        #expect(try scene.put(scene.claim()).status == 204)
        let answer = try scene.client.send("DELETE", "/allocations/\(ClaimScene.consumer)")
        #expect(answer.status == 204)
        #expect(answer.headers["content-type"] == nil)
        #expect(try scene.put(scene.claim()).status == 204)
    }

    @Test func `removing what is not there is refused`() throws {
        let answer = try scene.client.send("DELETE", "/allocations/\(ClaimScene.nobody)")
        #expect(answer.status == 404)
        #expect(answer.detail.contains("No allocations for consumer '\(ClaimScene.nobody)'"))
        #expect(answer.headers["vary"] != nil)
    }
}
