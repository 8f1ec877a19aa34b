// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import SQL
import SQLite
import Synchronization
import Testing

@testable import PlacementAPI

@Suite struct InventoryTests {
    let client: Client
    let provider: String
    var uuid: String { provider.lastPathPart }

    init() throws {
        client = try Client()
        provider = try client.provider("a")
    }

    private func put(
        _ inventories: String, generation: Int = 0, at version: Microversion = .maximum
    ) throws -> Client.Answer {
        try client.send(
            "PUT", "\(provider)/inventories",
            """
            {"resource_provider_generation": \(generation), "inventories": {\(inventories)}}
            """, at: version)
    }

    @Test func `what is left out has its default`() throws {
        let expected = """
            {"resource_provider_generation": 1, "inventories": {"VCPU": {"total": 8, \
            "reserved": 0, "min_unit": 1, "max_unit": 2147483647, "step_size": 1, \
            "allocation_ratio": 1.0}}}
            """
        #expect(try put(#""VCPU": {"total": 8}"#).text == expected)
        #expect(try client.send("GET", "\(provider)/inventories").text == expected)
    }

    @Test func `an answer to a change repeats numbers as they were sent`() throws {
        let put = try put(#""VCPU": {"total": 10.0, "allocation_ratio": 16}"#)
        #expect(put.text.contains(#""total": 10.0, "#))
        #expect(put.text.contains(#""allocation_ratio": 16}"#))
        let get = try client.send("GET", "\(provider)/inventories")
        #expect(get.text.contains(#""total": 10, "#))
        #expect(get.text.contains(#""allocation_ratio": 16.0}"#))
    }

    @Test func `classes come in the order of their identities`() throws {
        _ = try put(#""DISK_GB": {"total": 1}, "VCPU": {"total": 1}"#)
        let list = try client.send("GET", "\(provider)/inventories").json["inventories"]?.object
        #expect(list.map { Array($0.keys) } == ["VCPU", "DISK_GB"])
    }

    @Test func `replacing drops what is not named and always counts as a change`() throws {
        _ = try put(#""VCPU": {"total": 8}, "DISK_GB": {"total": 8}"#)
        let second = try put(#""DISK_GB": {"total": 8}"#, generation: 1)
        #expect(second.json["resource_provider_generation"]?.integer == 2)
        #expect(try client.send("GET", "\(provider)/inventories/VCPU").status == 404)
        #expect(try client.send("GET", "\(provider)/inventories/DISK_GB").status == 200)
    }

    @Test(arguments: ["1", "-1", "1.5", "99999999999999999999"])
    func `another generation is no match`(generation: String) throws {
        let answer = try client.send(
            "PUT", "\(provider)/inventories",
            #"{"resource_provider_generation": \#(generation), "inventories": {}}"#)
        #expect(answer.status == (generation == "1.5" ? 400 : 409))
        #expect(
            answer.code
                == "placement.\(generation == "1.5" ? "undefined_code" : "concurrent_update")")
    }

    @Test(arguments: [
        (#""VCPU": {"total": 0}"#, "0 is less than the minimum of 1"),
        (#""VCPU": {"total": 2147483648}"#, "2147483648 is greater than the maximum of"),
        (#""VCPU": {"total": true}"#, "True is not of type 'integer'"),
        (#""VCPU": {}"#, "'total' is a required property"),
        (#""VCPU": {"total": 1, "size": 1}"#, "Additional properties are not allowed ('size'"),
        (#""VCPU": {"total": 1, "allocation_ratio": NaN}"#, "not a finite number"),
        (#""VCPU": {"total": 1, "allocation_ratio": -Infinity}"#, "not a finite number"),
        (#""VCPU": {"total": 1, "allocation_ratio": 1e39}"#, "greater than the maximum of"),
        (#""VCPU": {"total": 1, "allocation_ratio": -1e300}"#, "value is greater than total."),
        (#""vcpu": {"total": 1}"#, "Unknown resource class in inventory for resource provider"),
        (#""vcpu": 1"#, "No such resource class vcpu."),
        (#""CUSTOM_X": {"total": 1}"#, "No such resource class CUSTOM_X."),
    ])
    func `inventories that are not right are refused`(body: String, text: String) throws {
        let answer = try put(body)
        #expect(answer.status == 400)
        #expect(answer.detail.contains(text), "\(answer.detail)")
        #expect(try client.send("GET", provider).json["generation"]?.integer == 0)
    }

    @Test func `all may be reserved from 1 26 on, more never`() throws {
        let all = #""VCPU": {"total": 8, "reserved": 8}"#
        let refused = try put(all, at: Microversion(1, 25))
        #expect(refused.status == 400)
        #expect(refused.detail.contains("value is greater than or equal to total."))
        #expect(try put(all, at: Microversion(1, 26)).status == 200)
        let more = try put(#""VCPU": {"total": 8, "reserved": 9}"#, generation: 1)
        #expect(more.detail.contains("The reserved value is greater than total."))
    }

    @Test func `creating answers with the inventory and ignores the generation sent`() throws {
        let answer = try client.send(
            "POST", "\(provider)/inventories",
            #"{"resource_class": "VCPU", "total": 8, "resource_provider_generation": 77}"#)
        #expect(answer.status == 201)
        #expect(
            answer.headers["location"] == "http://localhost\(provider)/inventories/VCPU")
        #expect(
            answer.text == """
                {"total": 8, "reserved": 0, "min_unit": 1, "max_unit": 2147483647, \
                "step_size": 1, "allocation_ratio": 1.0, "resource_provider_generation": 1}
                """)
        let again = try client.send(
            "POST", "\(provider)/inventories", #"{"resource_class": "VCPU", "total": 8}"#)
        #expect(again.status == 409)
        #expect(again.code == "placement.concurrent_update")
        #expect(again.detail.contains("Update conflict"))
    }

    @Test func `an unknown class cannot be created or updated`() throws {
        let create = try client.send(
            "POST", "\(provider)/inventories", #"{"resource_class": "CUSTOM_X", "total": 8}"#)
        #expect(create.status == 400)
        #expect(create.detail.contains("No such resource class CUSTOM_X."))
        let update = try client.send(
            "PUT", "\(provider)/inventories/CUSTOM_X",
            #"{"resource_provider_generation": 0, "total": 8}"#)
        #expect(update.status == 404)
        #expect(update.headers["vary"] == nil)
    }

    @Test func `updating needs an inventory of the class`() throws {
        let body = #"{"resource_provider_generation": 0, "total": 8}"#
        let refused = try client.send("PUT", "\(provider)/inventories/VCPU", body)
        #expect(refused.status == 400)
        #expect(
            refused.detail.contains(
                "No inventory record with resource class for resource provider \(uuid): "
                    + "No inventory of class VCPU found."))
        _ = try put(#""VCPU": {"total": 8}"#)
        let answer = try client.send(
            "PUT", "\(provider)/inventories/VCPU",
            #"{"resource_provider_generation": 1, "total": 4}"#)
        #expect(answer.json["total"]?.integer == 4)
        #expect(answer.json["resource_provider_generation"]?.integer == 2)
    }

    @Test func `an inventory may shrink below what is used, which the operator is told`() throws {
        final class Warnings: Sendable {
            let lines = Mutex<[String]>([])
        }
        let warnings = Warnings()
        let client = try Client(warn: { message in warnings.lines.withLock { $0.append(message) } })
        let provider = try client.provider("a")
        try client.setInventories(provider, #""VCPU": {"total": 8}"#)
        try client.allocate(provider, "VCPU", 6)
        try client.setInventories(provider, #""VCPU": {"total": 6}"#)
        #expect(warnings.lines.withLock { $0 }.isEmpty)
        try client.setInventories(provider, #""VCPU": {"total": 2}"#)
        let text = "Resource provider \(provider.lastPathPart) is now over-capacity for VCPU"
        #expect(warnings.lines.withLock { $0 } == [text])
        let single = try client.send(
            "PUT", "\(provider)/inventories/VCPU",
            #"{"resource_provider_generation": 3, "total": 1}"#)
        #expect(single.status == 200)
        #expect(warnings.lines.withLock { $0 } == [text, text])
    }

    @Test func `what is in use cannot go`() throws {
        _ = try put(#""VCPU": {"total": 8}, "DISK_GB": {"total": 8}"#)
        try client.allocate(provider, "VCPU", 6)
        let text = "Inventory for 'VCPU' on resource provider '\(uuid)' in use."
        let put = try put(#""DISK_GB": {"total": 8}"#, generation: 1)
        let all = try client.send("DELETE", "\(provider)/inventories")
        let one = try client.send("DELETE", "\(provider)/inventories/VCPU")
        for (answer, code) in [
            (put, "inventory.inuse"), (all, "inventory.inuse"), (one, "concurrent_update"),
        ] {
            #expect(answer.status == 409)
            #expect(answer.code == "placement.\(code)")
            #expect(answer.detail.contains(text))
        }
        #expect(try client.send("DELETE", "\(provider)/inventories/DISK_GB").status == 204)
    }

    @Test func `an inventory that is not there cannot go`() throws {
        let answer = try client.send("DELETE", "\(provider)/inventories/VCPU")
        #expect(answer.status == 404)
        #expect(
            answer.detail.contains(
                "No inventory of class VCPU found for delete: No inventory of class VCPU found "
                    + "for delete"))
    }

    @Test func `all inventories can go at once from 1 5 on`() throws {
        let path = "\(provider)/inventories"
        #expect(try client.send("DELETE", path, at: Microversion(1, 4)).status == 405)
        #expect(try client.send("DELETE", path, at: Microversion(1, 5)).status == 204)
    }

    @Test func `no inventories have not been modified at any time`() throws {
        let answer = try client.send("GET", "\(provider)/inventories")
        #expect(answer.text == #"{"resource_provider_generation": 0, "inventories": {}}"#)
        #expect(answer.headers["last-modified"] == nil)
        #expect(answer.headers["cache-control"] == "no-cache")
    }

    @Test func `an inventory of which nobody knows since when was modified now`() throws {
        _ = try put(#""VCPU": {"total": 8}"#)
        _ = try client.database.write {
            try $0.run("UPDATE inventories SET created_at = NULL, updated_at = NULL")
        }
        for path in ["inventories", "inventories/VCPU"] {
            let answer = try client.send("GET", "\(provider)/\(path)")
            #expect(answer.headers["last-modified"] == "Tue, 14 Nov 2023 22:13:20 GMT")
        }
    }

    @Test func `before 1 15 nothing is said of when`() throws {
        _ = try put(#""VCPU": {"total": 8}"#)
        for path in ["inventories", "inventories/VCPU"] {
            let old = try client.send("GET", "\(provider)/\(path)", at: Microversion(1, 14))
            #expect(old.headers["last-modified"] == nil)
            #expect(old.headers["cache-control"] == nil)
            let new = try client.send("GET", "\(provider)/\(path)", at: Microversion(1, 15))
            #expect(new.headers["last-modified"] == "Tue, 14 Nov 2023 22:13:20 GMT")
        }
    }

    @Test func `the provider is looked up before the body is read`() throws {
        for (method, path) in [("PUT", ""), ("POST", ""), ("PUT", "/VCPU")] {
            let answer = try client.send(method, "/resource_providers/x/inventories\(path)", "{}")
            #expect(answer.status == 404)
        }
        let list = try client.send("GET", "/resource_providers/x/inventories")
        #expect(
            list.detail.contains(
                "No resource provider with uuid x found : No resource provider with uuid x found"))
    }
}
