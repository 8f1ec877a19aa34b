// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import Testing

@testable import PlacementAPI

@Suite struct ResourceClassTests {
    let client: Client

    init() throws { client = try Client() }

    private func create(_ name: String) throws -> Client.Answer {
        try client.send("POST", "/resource_classes", #"{"name": "\#(name)"}"#)
    }

    @Test func `the standard classes come first`() throws {
        _ = try create("CUSTOM_A")
        let list = try client.send("GET", "/resource_classes").json["resource_classes"]?.array ?? []
        let names = list.compactMap { $0["name"]?.string }
        #expect(names.count == 22)
        #expect(names.first == "VCPU")
        #expect(names.last == "CUSTOM_A")
    }

    @Test func `a class is shown with a link to itself`() throws {
        let answer = try client.send("GET", "/resource_classes/VCPU")
        #expect(
            answer.text == """
                {"name": "VCPU", "links": [{"rel": "self", "href": "/resource_classes/VCPU"}]}
                """)
        #expect(answer.headers["last-modified"] != nil)
        let unknown = try client.send("GET", "/resource_classes/CUSTOM_A")
        #expect(unknown.status == 404)
        #expect(unknown.detail.contains("No such resource class CUSTOM_A."))
        #expect(unknown.headers["vary"] == nil)
    }

    @Test func `a class is created once`() throws {
        let first = try create("CUSTOM_A")
        #expect(first.status == 201)
        #expect(first.headers["location"] == "http://localhost/resource_classes/CUSTOM_A")
        #expect(first.headers["last-modified"] == nil)
        let second = try create("CUSTOM_A")
        #expect(second.status == 409)
        #expect(
            second.detail.contains("Conflicting resource class already exists: CUSTOM_A"))
    }

    @Test(arguments: ["VCPU", "custom_a", "CUSTOM_", "CUSTOM-A", ""])
    func `a name that is not custom is refused`(name: String) throws {
        let answer = try create(name)
        #expect(answer.status == 400)
        #expect(answer.detail.contains("JSON does not validate: '\(name)' does not match"))
    }

    @Test func `up to 1 6 a put renames`() throws {
        _ = try create("CUSTOM_A")
        let body = #"{"name": "CUSTOM_B"}"#
        let path = "/resource_classes/CUSTOM_A"
        let answer = try client.send("PUT", path, body, at: Microversion(1, 6))
        #expect(answer.status == 200)
        #expect(answer.json["name"]?.string == "CUSTOM_B")
        #expect(try client.send("GET", path).status == 404)
        let missing = try client.send("PUT", path, body, at: Microversion(1, 6))
        #expect(missing.status == 404)
    }

    @Test func `up to 1 6 a put refuses names that are taken and standard classes`() throws {
        _ = try create("CUSTOM_A")
        _ = try create("CUSTOM_B")
        let body = #"{"name": "CUSTOM_B"}"#
        let taken = try client.send(
            "PUT", "/resource_classes/CUSTOM_A", body, at: Microversion(1, 2))
        #expect(taken.status == 409)
        #expect(taken.detail.contains("Resource class already exists: CUSTOM_B"))
        let standard = try client.send(
            "PUT", "/resource_classes/VCPU", body, at: Microversion(1, 2))
        #expect(standard.status == 400)
        #expect(standard.detail.contains("Cannot update standard resource class VCPU"))
    }

    @Test func `from 1 7 on a put creates once`() throws {
        let path = "/resource_classes/CUSTOM_A"
        let first = try client.send("PUT", path, at: Microversion(1, 7))
        #expect(first.status == 201)
        #expect(first.headers["location"] == "http://localhost\(path)")
        let second = try client.send("PUT", path, at: Microversion(1, 7))
        #expect(second.status == 204)
        #expect(second.headers["location"] == "http://localhost\(path)")
    }

    @Test(arguments: ["VCPU", "custom_a", "CUSTOM_\\u0041", "CUSTOM_\"", "CUSTOM_A\n"])
    func `from 1 7 on a put refuses names that are not custom`(name: String) throws {
        let answer = try client.send("PUT", "/resource_classes/\(name)")
        #expect(answer.status == 400)
    }

    @Test(arguments: [Microversion(1, 2), Microversion(1, 6)])
    func `a name with a line break at its end is refused`(version: Microversion) throws {
        _ = try create("CUSTOM_A")
        let body = #"{"name": "CUSTOM_B\n"}"#
        for (method, path) in [("POST", ""), ("PUT", "/CUSTOM_A")] {
            let answer = try client.send(method, "/resource_classes\(path)", body, at: version)
            #expect(answer.status == 400)
            #expect(answer.detail.contains("JSON does not validate"))
        }
        let list = try client.send("GET", "/resource_classes")
        #expect(list.text.contains(#""CUSTOM_A""#))
        #expect(!list.text.contains("CUSTOM_B"))
    }

    @Test func `a standard class stays`() throws {
        let answer = try client.send("DELETE", "/resource_classes/VCPU")
        #expect(answer.status == 400)
        #expect(
            answer.detail.contains(
                "Error in delete resource class: Cannot delete standard resource class VCPU."))
    }

    @Test func `a class that a provider has stays until it has it no longer`() throws {
        _ = try create("CUSTOM_A")
        let provider = try client.provider("a")
        try client.setInventories(provider, #""CUSTOM_A": {"total": 1}"#)
        let refused = try client.send("DELETE", "/resource_classes/CUSTOM_A")
        #expect(refused.status == 409)
        #expect(
            refused.detail.contains(
                "Error in delete resource class: Cannot delete resource class CUSTOM_A. Class is "
                    + "in use in inventory."))
        _ = try client.send("DELETE", "\(provider)/inventories")
        #expect(try client.send("DELETE", "/resource_classes/CUSTOM_A").status == 204)
        #expect(try client.send("DELETE", "/resource_classes/CUSTOM_A").status == 404)
    }

    @Test func `classes do not exist before 1 2`() throws {
        #expect(try client.send("GET", "/resource_classes", at: Microversion(1, 1)).status == 404)
        #expect(try client.send("GET", "/resource_classes", at: Microversion(1, 2)).status == 200)
    }
}
