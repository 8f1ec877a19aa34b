// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import Testing

@testable import PlacementAPI

@Suite struct ResourceProviderTests {
    let client: Client

    init() throws { client = try Client() }

    private let uuid = "aaaaaaaa-0000-4000-8000-000000000001"

    private func create(
        _ body: String, at version: Microversion = .maximum
    ) throws -> Client.Answer {
        try client.send("POST", "/resource_providers", body, at: version)
    }

    @Test func `from 1 20 on the answer to a creation is the provider`() throws {
        let body = #"{"name": "a", "uuid": "\#(uuid)"}"#
        let new = try create(body, at: Microversion(1, 20))
        #expect(new.status == 200)
        #expect(new.headers["location"] == "http://localhost/resource_providers/\(uuid)")
        #expect(new.headers["last-modified"] == "Tue, 14 Nov 2023 22:13:20 GMT")
        #expect(new.json["root_provider_uuid"]?.string == uuid)
        #expect(new.json["parent_provider_uuid"] == .null)
        #expect(new.json["generation"]?.integer == 0)
    }

    @Test func `before 1 20 the answer to a creation has no body`() throws {
        let old = try create(#"{"name": "a", "uuid": "\#(uuid)"}"#, at: Microversion(1, 19))
        #expect(old.status == 201)
        #expect(old.text.isEmpty)
        #expect(old.headers["content-type"] == nil)
        #expect(old.headers["location"] == "http://localhost/resource_providers/\(uuid)")
    }

    @Test func `a provider is written as the reference writes it`() throws {
        _ = try create(#"{"name": "é\"", "uuid": "\#(uuid)"}"#)
        let path = "/resource_providers/\(uuid)"
        #expect(
            try client.send("GET", path, at: Microversion(1, 0)).text == """
                {"uuid": "\(uuid)", "name": "\\u00e9\\"", "generation": 0, "links": \
                [{"rel": "self", "href": "\(path)"}, \
                {"rel": "inventories", "href": "\(path)/inventories"}, \
                {"rel": "usages", "href": "\(path)/usages"}]}
                """)
        #expect(
            try client.send("GET", path).text == """
                {"uuid": "\(uuid)", "name": "\\u00e9\\"", "generation": 0, "links": \
                [{"rel": "self", "href": "\(path)"}, \
                {"rel": "inventories", "href": "\(path)/inventories"}, \
                {"rel": "usages", "href": "\(path)/usages"}, \
                {"rel": "aggregates", "href": "\(path)/aggregates"}, \
                {"rel": "traits", "href": "\(path)/traits"}, \
                {"rel": "allocations", "href": "\(path)/allocations"}], \
                "parent_provider_uuid": null, "root_provider_uuid": "\(uuid)"}
                """)
    }

    @Test(arguments: [
        ("1.0", "self inventories usages"), ("1.1", "self inventories usages aggregates"),
        ("1.5", "self inventories usages aggregates"),
        ("1.6", "self inventories usages aggregates traits"),
        ("1.10", "self inventories usages aggregates traits"),
        ("1.11", "self inventories usages aggregates traits allocations"),
    ])
    func `links grow with the versions`(version: String, names: String) throws {
        let provider = try client.provider("a")
        let minor = try #require(Int(version.dropFirst(2)))
        let answer = try client.send("GET", provider, at: Microversion(1, minor))
        let found = answer.json["links"]?.array?.compactMap { $0["rel"]?.string } ?? []
        #expect(found.joined(separator: " ") == names)
    }

    @Test func `a UUID in a body may be written in any way and is kept in the usual one`() throws {
        let new = try create(#"{"name": "a", "uuid": "{AAAAAAAA000040008000000000000001}"}"#)
        #expect(new.json["uuid"]?.string == uuid)
    }

    @Test(arguments: [
        (#"{"name": ""}"#, "Object action create failed because: name is required"),
        (#"{}"#, "JSON does not validate: 'name' is a required property"),
        (#"{"name": "a", "uuid": "x"}"#, "'x' is not a 'uuid'"),
        (#"{"name": "a", "size": 1}"#, "Additional properties are not allowed ('size' was"),
        (#"{"name": "a""#, "Malformed JSON: Expecting ',' delimiter"),
        (
            #"{"name": "a", "parent_provider_uuid": "bbbbbbbb-0000-4000-8000-000000000001"}"#,
            "Object action create failed because: parent provider UUID does not exist."
        ),
    ])
    func `a creation that is not right is refused`(body: String, text: String) throws {
        let answer = try create(body)
        #expect(answer.status == 400)
        #expect(answer.detail.contains(text), "\(answer.detail)")
    }

    @Test func `a name has 200 letters at most`() throws {
        let name = String(repeating: "é", count: 200)
        #expect(try create(#"{"name": "\#(name)"}"#).status == 200)
        #expect(try create(#"{"name": "\#(name)x"}"#).status == 400)
    }

    @Test func `a provider cannot be its own parent`() throws {
        let answer = try create(
            #"{"name": "a", "uuid": "\#(uuid)", "parent_provider_uuid": "\#(uuid)"}"#)
        #expect(answer.status == 400)
        #expect(answer.detail.contains("parent provider UUID cannot be same as UUID."))
    }

    @Test func `before 1 14 nobody has a parent`() throws {
        let answer = try create(
            #"{"name": "a", "parent_provider_uuid": null}"#, at: Microversion(1, 13))
        #expect(answer.status == 400)
    }

    @Test func `a name or UUID that is taken is a conflict that names it`() throws {
        _ = try create(#"{"name": "a", "uuid": "\#(uuid)"}"#)
        let name = try create(#"{"name": "a"}"#)
        #expect(name.status == 409)
        #expect(name.code == "placement.duplicate_name")
        #expect(name.detail.contains("Conflicting resource provider name: a already exists."))
        let other = try create(#"{"name": "b", "uuid": "\#(uuid)"}"#)
        #expect(
            other.detail.contains("Conflicting resource provider uuid: \(uuid) already exists."))
    }

    @Test func `a provider can be renamed, even to nothing`() throws {
        let provider = try client.provider("a")
        let answer = try client.send("PUT", provider, #"{"name": ""}"#)
        #expect(answer.status == 200)
        #expect(answer.json["name"]?.string == "")
        #expect(answer.json["generation"]?.integer == 0)
    }

    @Test func `a new name that is taken is a conflict`() throws {
        _ = try client.provider("b")
        let answer = try client.send("PUT", client.provider("a"), #"{"name": "b"}"#)
        #expect(answer.status == 409)
        #expect(answer.code == "placement.duplicate_name")
        #expect(answer.detail.contains("Conflicting resource provider b already exists."))
    }

    @Test func `an update tells of a missing provider before a bad body`() throws {
        let answer = try client.send("PUT", "/resource_providers/\(uuid)", "{}")
        #expect(answer.status == 404)
        #expect(answer.headers["vary"] == nil)
        #expect(try client.send("PUT", client.provider("a"), "{}").status == 400)
    }

    @Test func `a parent may be exchanged from 1 37 on`() throws {
        let (a, b) = (try client.provider("a"), try client.provider("b"))
        let child = try client.provider("c", parent: a)
        let body = #"{"name": "c", "parent_provider_uuid": "\#(b.lastPathPart)"}"#
        let refused = try client.send("PUT", child, body, at: Microversion(1, 36))
        #expect(refused.status == 400)
        #expect(
            refused.detail.contains("re-parenting a provider is not currently allowed."))
        let moved = try client.send("PUT", child, body, at: Microversion(1, 37))
        #expect(moved.json["root_provider_uuid"]?.string == b.lastPathPart)
    }

    @Test func `a parent may be removed from 1 37 on`() throws {
        let child = try client.provider("c", parent: client.provider("a"))
        let body = #"{"name": "c", "parent_provider_uuid": null}"#
        let refused = try client.send("PUT", child, body, at: Microversion(1, 36))
        #expect(
            refused.detail.contains("un-parenting a provider is not currently allowed."))
        let moved = try client.send("PUT", child, body)
        #expect(moved.json["root_provider_uuid"]?.string == child.lastPathPart)
        #expect(moved.json["parent_provider_uuid"] == .null)
    }

    @Test func `a body without a parent leaves the parent alone`() throws {
        let parent = try client.provider("a")
        let child = try client.provider("c", parent: parent)
        let answer = try client.send("PUT", child, #"{"name": "d"}"#)
        #expect(answer.json["parent_provider_uuid"]?.string == parent.lastPathPart)
    }

    @Test func `a parent with children cannot go`() throws {
        let parent = try client.provider("a")
        let child = try client.provider("c", parent: parent)
        let refused = try client.send("DELETE", parent)
        #expect(refused.status == 409)
        #expect(refused.code == "placement.resource_provider.cannot_delete_parent")
        #expect(refused.detail.contains("It has child resource providers."))
        #expect(try client.send("DELETE", child).status == 204)
        #expect(try client.send("DELETE", parent).status == 204)
    }

    @Test func `a provider that consumers hold something of cannot go`() throws {
        let provider = try client.provider("a")
        try client.setInventories(provider, #""VCPU": {"total": 8}"#)
        try client.allocate(provider, "VCPU", 2)
        let refused = try client.send("DELETE", provider)
        #expect(refused.status == 409)
        #expect(refused.code == "placement.resource_provider.inuse")
        #expect(refused.detail.contains(": Resource provider has allocations."))
    }

    @Test func `an unknown provider is not found`() throws {
        let show = try client.send("GET", "/resource_providers/\(uuid)")
        #expect(show.status == 404)
        #expect(show.detail.contains("No resource provider with uuid \(uuid) found"))
        #expect(show.headers["vary"] == nil)
        let delete = try client.send("DELETE", "/resource_providers/\(uuid)")
        #expect(delete.detail.contains("No resource provider with uuid \(uuid) found for delete"))
        #expect(delete.headers["vary"] == "openstack-api-version")
    }
}
