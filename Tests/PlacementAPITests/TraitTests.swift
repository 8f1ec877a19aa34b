// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import Testing

@testable import PlacementAPI

@Suite struct TraitTests {
    let client: Client

    init() throws { client = try Client() }

    @Test func `putting a trait twice creates it once`() throws {
        let first = try client.send("PUT", "/traits/CUSTOM_RAID")
        #expect(first.status == 201)
        #expect(first.headers["location"] == "http://localhost/traits/CUSTOM_RAID")
        #expect(first.headers["last-modified"] == "Tue, 14 Nov 2023 22:13:20 GMT")
        #expect(first.headers["content-type"] == nil)
        #expect(try client.send("PUT", "/traits/CUSTOM_RAID").status == 204)
        #expect(try client.send("GET", "/traits/CUSTOM_RAID").status == 204)
    }

    @Test(arguments: ["HW_CPU_X86_AVX2", "custom_raid", "CUSTOM-RAID", "CUSTOM_", "CUSTOM_A\n"])
    func `a name that is not a custom trait is refused`(name: String) throws {
        let answer = try client.send("PUT", "/traits/\(name)")
        #expect(answer.status == 400)
        #expect(answer.detail.contains("The trait is invalid. A valid trait must be no longer"))
    }

    @Test func `a name of 255 letters is the longest`() throws {
        let name = "CUSTOM_" + String(repeating: "A", count: 248)
        #expect(try client.send("PUT", "/traits/\(name)").status == 201)
        #expect(try client.send("PUT", "/traits/\(name)A").status == 400)
    }

    @Test func `before 1 15 a trait says not when it was made`() throws {
        let answer = try client.send("PUT", "/traits/CUSTOM_A", at: Microversion(1, 14))
        #expect(answer.headers["last-modified"] == nil)
        #expect(answer.headers["cache-control"] == nil)
    }

    @Test func `the standard traits are there from the start`() throws {
        let traits = try client.send("GET", "/traits").json["traits"]?.array ?? []
        #expect(traits.count == 377)
        #expect(traits.contains("HW_CPU_X86_AVX2"))
    }

    @Test func `a standard trait stays`() throws {
        let answer = try client.send("DELETE", "/traits/HW_CPU_X86_AVX2")
        #expect(answer.status == 400)
        #expect(answer.detail.contains("Cannot delete standard trait HW_CPU_X86_AVX2."))
    }

    @Test func `an unknown trait is not found, with vary`() throws {
        for method in ["GET", "DELETE"] {
            let answer = try client.send(method, "/traits/CUSTOM_A")
            #expect(answer.status == 404)
            #expect(answer.detail.contains("No such trait(s): CUSTOM_A."))
            #expect(answer.headers["vary"] == "openstack-api-version")
        }
    }

    @Test func `a trait that a provider has stays until it has it no longer`() throws {
        _ = try client.send("PUT", "/traits/CUSTOM_A")
        let provider = try client.provider("a")
        _ = try client.send(
            "PUT", "\(provider)/traits",
            #"{"resource_provider_generation": 0, "traits": ["CUSTOM_A"]}"#)
        let refused = try client.send("DELETE", "/traits/CUSTOM_A")
        #expect(refused.status == 409)
        #expect(refused.detail.contains("The trait CUSTOM_A is in use by a resource provider."))
        #expect(try client.send("DELETE", "\(provider)/traits").status == 204)
        #expect(try client.send("DELETE", "/traits/CUSTOM_A").status == 204)
    }

    @Test(arguments: [
        ("name=in:CUSTOM_B,CUSTOM_A,CUSTOM_X", ["CUSTOM_A", "CUSTOM_B"]),
        ("name=startswith:CUSTOM_", ["CUSTOM_B", "CUSTOM_A"]),
        ("name=startswith:custom_a", ["CUSTOM_A"]),
        ("associated=true", ["CUSTOM_A"]), ("associated=TRUE", ["CUSTOM_A"]),
        ("name=startswith:CUSTOM&associated=false", ["CUSTOM_B"]),
        ("name=in:CUSTOM_A,CUSTOM_B;associated=false", ["CUSTOM_B"]),
    ])
    func `a list holds what a filter leaves`(query: String, names: [String]) throws {
        _ = try client.send("PUT", "/traits/CUSTOM_B")
        _ = try client.send("PUT", "/traits/CUSTOM_A")
        let provider = try client.provider("a")
        _ = try client.send(
            "PUT", "\(provider)/traits",
            #"{"resource_provider_generation": 0, "traits": ["CUSTOM_A"]}"#)
        let list = try client.send("GET", "/traits?\(query)").json["traits"]?.array ?? []
        #expect(list.compactMap(\.string) == names)
    }

    @Test func `an unknown operator lists everything`() throws {
        let answer = try client.send("GET", "/traits?name=endswith:A")
        #expect(answer.json["traits"]?.array?.count == 377)
    }

    @Test(arguments: [
        ("name=CUSTOM_A", "Badly formatted name parameter."),
        ("associated=maybe", "The query parameter \"associated\" only accepts"),
        ("names=in:A", "Additional properties are not allowed ('names' was unexpected)"),
    ])
    func `a filter of another form is refused`(query: String, text: String) throws {
        let answer = try client.send("GET", "/traits?\(query)")
        #expect(answer.status == 400)
        #expect(answer.detail.contains(text))
    }

    @Test func `traits do not exist before 1 6`() throws {
        #expect(try client.send("GET", "/traits", at: Microversion(1, 5)).status == 404)
        #expect(try client.send("GET", "/traits", at: Microversion(1, 6)).status == 200)
    }
}

@Suite struct ProviderTraitTests {
    let client: Client

    init() throws { client = try Client() }

    @Test func `replacing traits counts a change only where there is one`() throws {
        let provider = try client.provider("a")
        let body = { (generation: Int) in
            #"{"resource_provider_generation": \#(generation), "traits": ["HW_CPU_X86_AVX2"]}"#
        }
        let first = try client.send("PUT", "\(provider)/traits", body(0))
        #expect(
            first.text
                == #"{"traits": ["HW_CPU_X86_AVX2"], "resource_provider_generation": 1}"#)
        let second = try client.send("PUT", "\(provider)/traits", body(1))
        #expect(second.json["resource_provider_generation"]?.integer == 1)
        #expect(try client.send("DELETE", "\(provider)/traits").status == 204)
        #expect(try client.send("DELETE", "\(provider)/traits").status == 204)
        let last = try client.send("GET", "\(provider)/traits")
        #expect(last.text == #"{"traits": [], "resource_provider_generation": 2}"#)
    }

    @Test func `an old generation is a conflict`() throws {
        let provider = try client.provider("a")
        let answer = try client.send(
            "PUT", "\(provider)/traits", #"{"resource_provider_generation": 1, "traits": []}"#)
        #expect(answer.status == 409)
        #expect(answer.code == "placement.concurrent_update")
        #expect(answer.detail.contains("Resource provider's generation already changed. Please"))
    }

    @Test func `unknown traits are refused by name`() throws {
        let provider = try client.provider("a")
        let answer = try client.send(
            "PUT", "\(provider)/traits",
            #"{"resource_provider_generation": 0, "traits": ["X", "HW_CPU_X86_AVX2", "Y"]}"#)
        #expect(answer.status == 400)
        #expect(answer.detail.contains("No such trait X, Y"))
    }

    @Test func `the body is looked at before the provider`() throws {
        #expect(try client.send("PUT", "/resource_providers/x/traits", "{}").status == 400)
        let answer = try client.send(
            "PUT", "/resource_providers/x/traits",
            #"{"resource_provider_generation": 0, "traits": []}"#)
        #expect(answer.status == 404)
        #expect(answer.headers["vary"] == nil)
    }

    @Test func `the list of an unknown provider is not found, with vary`() throws {
        let answer = try client.send("GET", "/resource_providers/x/traits")
        #expect(answer.status == 404)
        #expect(
            answer.detail.contains(
                "No resource provider with uuid x found: No resource provider with uuid x found"))
        #expect(answer.headers["vary"] == "openstack-api-version")
    }
}
