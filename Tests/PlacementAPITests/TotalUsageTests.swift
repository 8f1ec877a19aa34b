// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import Testing

@testable import PlacementAPI

@Suite struct TotalUsageTests {
    let scene: ClaimScene

    init() throws {
        scene = try ClaimScene()
        let old = Microversion(1, 37)
        #expect(try scene.put(scene.claim("2")).status == 204)
        #expect(
            try scene.put(scene.claim("3", at: old), consumer: ClaimScene.second, at: old).status
                == 204)
    }

    private func get(
        _ query: String, at version: Microversion = .maximum
    ) throws -> Client.Answer {
        try scene.client.send("GET", "/usages?\(query)", at: version)
    }

    @Test func `usages are not there before 1 9`() throws {
        #expect(try get("project_id=p", at: Microversion(1, 8)).status == 404)
        #expect(try get("project_id=p", at: Microversion(1, 9)).status == 200)
    }

    @Test func `up to 1 37 usages are one sum`() throws {
        for query in ["project_id=p", "project_id=p&user_id=u"] {
            #expect(
                try get(query, at: Microversion(1, 37)).text == #"{"usages": {"VCPU": 5}}"#)
        }
    }

    @Test(arguments: ["project_id=x", "project_id=p&user_id=x"])
    func `who holds nothing uses nothing`(query: String) throws {
        #expect(try get(query, at: Microversion(1, 9)).text == #"{"usages": {}}"#)
        #expect(try get(query).text == #"{"usages": {}}"#)
        #expect(try get(query + "&consumer_type=all").text == #"{"usages": {}}"#)
    }

    @Test func `from 1 38 on usages are summed up by type`() throws {
        #expect(
            try get("project_id=p").text == #"""
                {"usages": {"unknown": {"VCPU": 3, "consumer_count": 1}, \#
                "INSTANCE": {"VCPU": 2, "consumer_count": 1}}}
                """#)
    }

    @Test(arguments: [
        ("INSTANCE", #"{"INSTANCE": {"VCPU": 2, "consumer_count": 1}}"#),
        ("unknown", #"{"unknown": {"VCPU": 3, "consumer_count": 1}}"#),
        ("all", #"{"all": {"VCPU": 5, "consumer_count": 2}}"#),
        ("allx", "{}"), ("MIGRATION", "{}"),
    ])
    func `a type can be asked for from 1 38 on`(type: String, usages: String) throws {
        #expect(
            try get("project_id=p&consumer_type=\(type)").text == #"{"usages": \#(usages)}"#)
        let old = try get("project_id=p&consumer_type=\(type)", at: Microversion(1, 37))
        #expect(old.status == 400)
    }

    @Test(arguments: [
        "", "user_id=u", "project_id=", "project_id=p&user_id=", "project_id=p&x=y",
        "project_id=p&consumer_type=instance", "project_id=p&consumer_type=",
    ])
    func `a question that makes no sense is refused`(query: String) throws {
        let answer = try get(query)
        #expect(answer.status == 400)
        #expect(answer.detail.contains("Invalid query string parameters"))
    }

    @Test func `of a repeated parameter the last counts`() throws {
        #expect(
            try get("project_id=x&project_id=p", at: Microversion(1, 9)).text
                == #"{"usages": {"VCPU": 5}}"#)
    }

    @Test func `usages are those of now`() throws {
        let answer = try get("project_id=p", at: Microversion(1, 15))
        #expect(answer.headers["last-modified"] == "Tue, 14 Nov 2023 22:13:20 GMT")
        #expect(answer.headers["cache-control"] == "no-cache")
        #expect(
            try get("project_id=p", at: Microversion(1, 14)).headers["last-modified"] == nil)
    }

    @Test func `rights are asked for with the project, before the question is read`() throws {
        let service = Service(
            database: scene.client.database, settings: Settings(),
            policy: { rule, _, target in rule == .usages && target == ["project_id": "mine"] },
            clock: { Client.now })
        func status(_ query: String) throws -> Int {
            try service.answer(
                Request(
                    environ: Environ([
                        "REQUEST_METHOD": "GET", "PATH_INFO": "/usages", "QUERY_STRING": query,
                        "HTTP_ACCEPT": "application/json",
                        "HTTP_OPENSTACK_API_VERSION": "placement 1.39",
                    ]))
            ).status.rawValue
        }
        #expect(try status("project_id=mine") == 200)
        #expect(try status("project_id=mine&x=y") == 400)
        #expect(try status("project_id=theirs&x=y") == 403)
        #expect(try status("") == 403)
    }
}
