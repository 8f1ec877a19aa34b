// SPDX-License-Identifier: Apache-2.0

import JSON
import Synchronization
import Testing

@testable import PlacementAPI

/// A cloud of one host with a NUMA node below it, seen through `GET /allocation_candidates`.
@Suite struct AllocationCandidateTests {
    let client: Client
    private let host = "11111111-1111-4111-8111-111111111111"
    private let node = "22222222-2222-4222-8222-222222222222"

    init() throws {
        client = try Client()
        try AllocationCandidateTests.fill(client, host: host, node: node)
    }

    private static func fill(_ client: Client, host: String, node: String) throws {
        for (uuid, parent) in [(host, nil), (node, host)] {
            let parent = parent.map { #", "parent_provider_uuid": "\#($0)""# } ?? ""
            _ = try client.send(
                "POST", "/resource_providers",
                #"{"name": "\#(uuid)", "uuid": "\#(uuid)"\#(parent)}"#)
        }
        _ = try client.send(
            "PUT", "/resource_providers/\(host)/inventories",
            #"{"resource_provider_generation": 0, "inventories": {"DISK_GB": {"total": 20}}}"#)
        _ = try client.send(
            "PUT", "/resource_providers/\(node)/inventories",
            """
            {"resource_provider_generation": 0,
             "inventories": {"VCPU": {"total": 8}, "MEMORY_MB": {"total": 100}}}
            """)
        _ = try client.send(
            "PUT", "/resource_providers/\(node)/traits",
            #"{"resource_provider_generation": 1, "traits": ["HW_NUMA_ROOT"]}"#)
    }

    private func get(_ query: String, at version: Microversion = .maximum) throws -> Client.Answer {
        try client.send("GET", "/allocation_candidates?\(query)", at: version)
    }

    @Test func `the operation does not exist before 1.10`() throws {
        #expect(try get("resources=VCPU:1", at: Microversion(1, 9)).status == 404)
        #expect(try get("resources=VCPU:1", at: Microversion(1, 10)).status == 200)
    }

    @Test func `before 1.12 allocations are a list`() throws {
        let answer = try get("resources=VCPU:1", at: Microversion(1, 11))
        #expect(
            answer.text == """
                {"allocation_requests": [{"allocations": [{"resource_provider": {"uuid": \
                "\(node)"}, "resources": {"VCPU": 1}}]}], "provider_summaries": {"\(node)": \
                {"resources": {"VCPU": {"capacity": 8, "used": 0}}}}}
                """)
    }

    @Test func `from 1.12 on allocations are an object`() throws {
        let answer = try get("resources=VCPU:1", at: Microversion(1, 12))
        #expect(
            answer.text == """
                {"allocation_requests": [{"allocations": {"\(node)": {"resources": {"VCPU": \
                1}}}}], "provider_summaries": {"\(node)": {"resources": {"VCPU": {"capacity": \
                8, "used": 0}}}}}
                """)
    }

    @Test func `from 1.17 on summaries list traits`() throws {
        let before = try get("resources=VCPU:1", at: Microversion(1, 16)).json
        let after = try get("resources=VCPU:1", at: Microversion(1, 17)).json
        #expect(before["provider_summaries"]?[node]?["traits"] == nil)
        #expect(after["provider_summaries"]?[node]?["traits"] == .array([.string("HW_NUMA_ROOT")]))
    }

    @Test func `from 1.27 on summaries list classes that were not asked for`() throws {
        let before = try get("resources=VCPU:1", at: Microversion(1, 26)).json
        let after = try get("resources=VCPU:1", at: Microversion(1, 27)).json
        #expect(before["provider_summaries"]?[node]?["resources"]?["MEMORY_MB"] == nil)
        #expect(after["provider_summaries"]?[node]?["resources"]?["MEMORY_MB"] != nil)
    }

    @Test func `from 1.29 on a candidate may use several providers of a tree`() throws {
        let query = "resources=VCPU:1,DISK_GB:1"
        #expect(
            try get(query, at: Microversion(1, 28)).text
                == #"{"allocation_requests": [], "provider_summaries": {}}"#)
        let json = try get(query, at: Microversion(1, 29)).json
        #expect(json["allocation_requests"]?.array?.count == 1)
        #expect(json["provider_summaries"]?[node]?["parent_provider_uuid"]?.string == host)
        #expect(json["provider_summaries"]?[host]?["parent_provider_uuid"] == .null)
    }

    @Test func `from 1.34 on mappings tell which provider serves which group`() throws {
        let query = "resources=DISK_GB:1&resources1=VCPU:1"
        #expect(try !get(query, at: Microversion(1, 33)).text.contains("mappings"))
        let json = try get(query, at: Microversion(1, 34)).json
        #expect(
            json["allocation_requests"]?.array?.first?["mappings"]
                == .object(["": .array([.string(host)]), "1": .array([.string(node)])]))
    }

    @Test func `amounts of one class from one provider are added up`() throws {
        let json = try get("resources1=VCPU:2&resources2=VCPU:3&group_policy=none").json
        #expect(
            json["allocation_requests"]?.array?.first?["allocations"]?[node]?["resources"]?["VCPU"]
                == .integer(5))
        #expect(
            try get("resources1=VCPU:5&resources2=VCPU:4&group_policy=none").json[
                "allocation_requests"]?.array?.isEmpty == true)
    }

    @Test func `a claim is seen by the next request`() throws {
        #expect(try get("resources=VCPU:8").json["allocation_requests"]?.array?.count == 1)
        let claim = try client.send(
            "PUT", "/allocations/33333333-3333-4333-8333-333333333333",
            """
            {"allocations": {"\(node)": {"resources": {"VCPU": 1}}}, "consumer_generation": null,
             "project_id": "p", "user_id": "u", "consumer_type": "INSTANCE"}
            """)
        #expect(claim.status == 204)
        #expect(try get("resources=VCPU:8").json["allocation_requests"]?.array?.isEmpty == true)
    }

    @Test(arguments: [
        (
            "resources=CUSTOM_NONE:1",
            "Invalid resource class in resources parameter: No such resource class CUSTOM_NONE."
        ),
        ("resources=VCPU:1&required=CUSTOM_NONE", "No such trait(s): CUSTOM_NONE."),
        ("resources=VCPU:1&required=STORAGE_DIS%E2%84%AA_SSD", "No such trait(s): STORAGE_DIS"),
        ("resources=DIS%E2%84%AA_GB:1", "Invalid resource class in resources parameter"),
        (
            "resources=VCPU:1&root_required=A,!A",
            "Conflicting required and forbidden traits found in root_required: A"
        ),
        (
            "resources=VCPU:1&root_required=A&root_required=B",
            "Query parameter 'root_required' may be specified only once."
        ),
        ("resources=VCPU:1&root_required=in:A", "only supported since microversion 1.39"),
        ("resources=VCPU:1&required=A,!A", "traits keys: required: (A)"),
        (
            "resources=VCPU:1&same_subtree=1,,2",
            "Empty string (unsuffixed group) can not be specified in `same_subtree`"
        ),
        ("resources=VCPU:1&required_X=HW_NUMA_ROOT", "bad group(s) - ['_X']."),
        ("resources=VCPU:1&same_subtree=_X", "['_X'] not found in ['']."),
        (
            "required1=HW_NUMA_ROOT&same_subtree=1",
            "There must be at least one resources or resources[$S] parameter."
        ),
        ("resources1=VCPU:1&resources2=VCPU:1", "The \"group_policy\" parameter is required"),
        (
            "resources=VCPU:1&in_tree=nowhere",
            "Expected 'in_tree' parameter to be a format of uuid. Got: nowhere"
        ),
        ("resources=VCPU:1&limit=0", "Failed validating 'pattern'"),
        (
            "resources=VCPU:1&other=1",
            "'other' does not match any of the regexes"
        ),
    ])
    func `a bad query is refused`(query: String, detail: String) throws {
        let answer = try get(query)
        #expect(answer.status == 400)
        #expect(answer.detail.contains(detail))
    }

    @Test(arguments: [
        ("limit=x&resources=VCPU:1&limit=5", 400),
        ("resources=VCPU:1;limit=5", 200),
        ("resources=VCPU:99999999999999999999999", 200),
        ("resources=VCPU:1&resources%0A=VCPU:1", 200),
    ])
    func `odd spellings are read as Python reads them`(query: String, status: Int) throws {
        #expect(try get(query).status == status)
    }

    @Test(arguments: [
        (
            "resources=VCPU:1&required1=HW_NUMA_ROOT",
            "All traits parameters must be associated with resources."
        ),
        (
            "resources=VCPU:1&in_tree1=11111111-1111-4111-8111-111111111111",
            "All request groups must specify resources."
        ),
        ("limit=1", "At least one request group (`resources` or `resources{$S}`) is required."),
    ])
    func `before 1.36 each group needs resources`(query: String, detail: String) throws {
        let answer = try get(query, at: Microversion(1, 35))
        #expect(answer.status == 400)
        #expect(answer.detail.contains(detail))
    }

    @Test func `an unknown trait is no error after a group that nobody can serve`() throws {
        #expect(
            try get("resources=VCPU:999&resources1=VCPU:1&required1=CUSTOM_NONE").status == 200)
    }

    @Test func `an answer that would not fit in memory is refused`() throws {
        var settings = Settings()
        settings.candidateAnswerCeiling = 100
        let small = try Client(settings: settings)
        try AllocationCandidateTests.fill(small, host: host, node: node)
        let answer = try small.send("GET", "/allocation_candidates?resources=VCPU:1")
        #expect(answer.status == 400)
        #expect(answer.detail.contains("Use the limit parameter."))
    }
}

@Suite struct CandidateExplanationLineTests {
    @Test(arguments: [
        ("resources=VCPU:9", "group '': 9 VCPU left no providers"),
        (
            "resources1=VCPU:1&required1=!HW_NUMA_ROOT",
            "group '1': required !HW_NUMA_ROOT left no providers"
        ),
        (
            "resources=VCPU:1&member_of=11111111-1111-4111-8111-111111111111",
            "group '': member_of left no providers"
        ),
        ("resources=VCPU:1&root_required=!HW_NUMA_ROOT", "root_required left no trees"),
        (
            "resources1=VCPU:1&resources2=VCPU:1&group_policy=isolate",
            "group_policy=isolate left no trees"
        ),
        (
            "resources1=VCPU:5&resources2=VCPU:5&group_policy=none",
            "capacity for all groups left no trees"
        ),
    ])
    func `an empty search names the filter that left nothing`(query: String, text: String) throws {
        let lines = Lines()
        let client = try CandidateExplanationLineTests.filled(
            Client(inform: { line, _ in lines.add(line()) }))
        #expect(try client.send("GET", "/allocation_candidates?\(query)").status == 200)
        #expect(lines.all.count == 1)
        #expect(lines.all.first?.contains(text) == true, "\(lines.all)")
    }

    @Test func `a search that is too long is refused`() throws {
        var settings = Settings()
        settings.candidateStepCeiling = 1
        let client = try CandidateExplanationLineTests.filled(Client(settings: settings))
        let groups = "resources1=VCPU:1&resources2=VCPU:1&group_policy=none"
        // One host alone needs no choice; with a provider below it there are choices.
        #expect(try client.send("GET", "/allocation_candidates?\(groups)").status == 200)
        _ = try client.send(
            "POST", "/resource_providers",
            """
            {"name": "node", "uuid": "22222222-2222-4222-8222-222222222222",
             "parent_provider_uuid": "11111111-1111-4111-8111-111111111111"}
            """)
        let answer = try client.send("GET", "/allocation_candidates?\(groups)")
        #expect(answer.status == 400)
        #expect(answer.detail.contains("The query needs more than 1 choices to be tried."))
    }

    @Test func `a search that finds something says nothing`() throws {
        let lines = Lines()
        let client = try CandidateExplanationLineTests.filled(
            Client(inform: { line, _ in lines.add(line()) }))
        _ = try client.send("GET", "/allocation_candidates?resources=VCPU:1")
        #expect(lines.all.isEmpty)
    }

    private static func filled(_ client: Client) throws -> Client {
        let uuid = "11111111-1111-4111-8111-111111111111"
        _ = try client.send(
            "POST", "/resource_providers", #"{"name": "host", "uuid": "\#(uuid)"}"#)
        _ = try client.send(
            "PUT", "/resource_providers/\(uuid)/inventories",
            #"{"resource_provider_generation": 0, "inventories": {"VCPU": {"total": 8}}}"#)
        _ = try client.send(
            "PUT", "/resource_providers/\(uuid)/traits",
            #"{"resource_provider_generation": 1, "traits": ["HW_NUMA_ROOT"]}"#)
        return client
    }

    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])
        func add(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }
}
