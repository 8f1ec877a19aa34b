// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import Testing

@testable import PlacementAPI

@Suite struct AggregateTests {
    let client: Client
    let path: String

    private static let rack = "11111111-0000-4000-8000-000000000001"
    private static let room = "11111111-0000-4000-8000-000000000002"

    init() throws {
        client = try Client()
        path = try client.provider("a") + "/aggregates"
    }

    @Test func `up to 1 18 the body is a list and nothing is counted`() throws {
        let answer = try client.send(
            "PUT", path, #"["\#(Self.rack)"]"#, at: Microversion(1, 18))
        #expect(answer.text == #"{"aggregates": ["\#(Self.rack)"]}"#)
        let list = try client.send("GET", path, at: Microversion(1, 19))
        #expect(
            list.text == #"{"aggregates": ["\#(Self.rack)"], "resource_provider_generation": 0}"#)
    }

    @Test func `from 1 19 on the generation must be the newest and always counts up`() throws {
        let body = { (generation: Int) in
            #"{"aggregates": ["\#(Self.rack)"], "resource_provider_generation": \#(generation)}"#
        }
        for generation in 0...1 {
            let answer = try client.send("PUT", path, body(generation), at: Microversion(1, 19))
            #expect(answer.json["resource_provider_generation"]?.integer == generation + 1)
        }
        let refused = try client.send("PUT", path, body(1))
        #expect(refused.status == 409)
        #expect(refused.code == "placement.concurrent_update")
        #expect(refused.detail.contains("Resource provider's generation already changed."))
    }

    @Test func `aggregates are replaced`() throws {
        for list in [#"["\#(Self.rack)"]"#, #"["\#(Self.room)"]"#] {
            _ = try client.send("PUT", path, list, at: Microversion(1, 1))
        }
        let list = try client.send("GET", path).json["aggregates"]?.array
        #expect(list == [.string(Self.room)])
    }

    @Test(arguments: [
        (#"["x"]"#, 1, "'x' is not a 'uuid'"), (#"{}"#, 1, "{} is not of type 'array'"),
        (#"["\#(rack)", "\#(rack)"]"#, 1, "has non-unique elements"),
        (#"["\#(rack)"]"#, 19, "is not of type 'object'"),
        (#"{"aggregates": []}"#, 19, "'resource_provider_generation' is a required property"),
    ])
    func `another body is refused`(body: String, minor: Int, text: String) throws {
        let answer = try client.send("PUT", path, body, at: Microversion(1, minor))
        #expect(answer.status == 400)
        #expect(answer.detail.contains(text), "\(answer.detail)")
    }

    @Test func `the provider is looked up before the body is read`() throws {
        let answer = try client.send("PUT", "/resource_providers/x/aggregates", "{}")
        #expect(answer.status == 404)
        #expect(try client.send("GET", "/resource_providers/x/aggregates").status == 404)
    }

    @Test func `aggregates do not exist before 1 1`() throws {
        #expect(try client.send("GET", path, at: Microversion(1, 0)).status == 404)
        #expect(try client.send("GET", path, at: Microversion(1, 1)).status == 200)
    }
}

@Suite struct ProviderUsageTests {
    let client: Client

    init() throws { client = try Client() }

    @Test func `usages are those of the classes in the inventory`() throws {
        let provider = try client.provider("a")
        try client.setInventories(provider, #""VCPU": {"total": 8}, "DISK_GB": {"total": 8}"#)
        try client.allocate(provider, "VCPU", 2)
        try client.allocate(provider, "VCPU", 3)
        try client.allocate(provider, "MEMORY_MB", 3)
        let answer = try client.send("GET", "\(provider)/usages")
        #expect(
            answer.text
                == #"{"resource_provider_generation": 1, "usages": {"VCPU": 5, "DISK_GB": 0}}"#)
        #expect(answer.headers["last-modified"] == "Tue, 14 Nov 2023 22:13:20 GMT")
    }

    @Test func `usages of an unknown provider are not found`() throws {
        let answer = try client.send("GET", "/resource_providers/x/usages")
        #expect(answer.status == 404)
        #expect(
            answer.detail.contains(
                "No resource provider with uuid x found: No resource provider with uuid x found"))
    }
}
