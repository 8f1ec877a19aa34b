// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import Testing

@testable import PlacementAPI

/// `GET /resource_providers` with its filters.
@Suite struct ProviderListTests {
    let client: Client
    let host: String
    let disk: String

    private static let rack = "11111111-0000-4000-8000-000000000001"
    private static let room = "11111111-0000-4000-8000-000000000002"
    private static let empty = "11111111-0000-4000-8000-000000000003"

    /// A host with a disk below it, and a pool beside it.
    init() throws {
        client = try Client()
        host = try client.provider("host")
        disk = try client.provider("disk", parent: host)
        let pool = try client.provider("pool")
        try client.setInventories(
            host, #""VCPU": {"total": 8, "reserved": 2, "max_unit": 4, "step_size": 2}"#)
        try client.setInventories(pool, #""DISK_GB": {"total": 100}, "VCPU": {"total": 1}"#)
        try client.allocate(host, "VCPU", 2)
        try put(host, "traits", #""traits": ["HW_CPU_X86_AVX", "HW_CPU_X86_AVX2"]"#)
        try put(pool, "traits", #""traits": ["HW_CPU_X86_AVX"]"#)
        try put(host, "aggregates", #""aggregates": ["\#(Self.rack)", "\#(Self.room)"]"#)
        try put(pool, "aggregates", #""aggregates": ["\#(Self.rack)"]"#)
    }

    @Test(arguments: [
        ("required=HW_NUMA_ROOT&required=!CUSTOM_NO", 200),
        ("required=HW_CPU_X86_AVX&required=!CUSTOM_NO", 400),
        ("required=HW_NUMA_ROOT&resources=CUSTOM_NO:1", 200),
        ("member_of=\(empty)&resources=CUSTOM_NO:1", 200),
        ("member_of=\(rack)&resources=CUSTOM_NO:1", 400),
        ("required=HW_CPU_X86_AVX2&member_of=\(room)&resources=CUSTOM_NO:1", 400),
    ])
    func `an unknown name is told only if the filters before it leave a provider`(
        query: String, status: Int
    ) throws {
        #expect(try client.send("GET", "/resource_providers?\(query)").status == status)
    }

    private func put(_ provider: String, _ part: String, _ body: String) throws {
        let generation = try client.send("GET", provider).json["generation"]?.integer ?? 0
        let answer = try client.send(
            "PUT", "\(provider)/\(part)",
            #"{"resource_provider_generation": \#(generation), \#(body)}"#)
        try #require(answer.status == 200, "\(answer.text)")
    }

    private func list(_ query: String, at version: Microversion = .maximum) throws -> Client.Answer
    {
        try client.send("GET", "/resource_providers?\(query)", at: version)
    }

    private func names(_ query: String, at version: Microversion = .maximum) throws -> String {
        let answer = try list(query, at: version)
        let providers = answer.json["resource_providers"]?.array ?? []
        return providers.compactMap { $0["name"]?.string }.joined(separator: " ")
    }

    @Test(arguments: [
        ("", "host disk pool"), ("name=disk", "disk"), ("name=none", ""),
        ("name=", "host disk pool"),
        ("required=HW_CPU_X86_AVX", "host pool"),
        ("required=HW_CPU_X86_AVX,!HW_CPU_X86_AVX2", "pool"),
        ("required=!!HW_CPU_X86_AVX", "disk"),
        ("required=in:HW_CPU_X86_AVX2,HW_CPU_X86_SSE", "host"),
        ("required=HW_CPU_X86_AVX&required=HW_CPU_X86_AVX2", "host"),
        ("member_of=\(rack)", "host pool"), ("member_of=\(rack)&member_of=\(room)", "host"),
        ("member_of=in:\(room),\(empty)", "host"), ("member_of=\(empty)", ""),
        ("member_of=!\(room)", "disk pool"), ("member_of=!in:\(rack),\(room)", "disk"),
        ("member_of=!\(empty)", "host disk pool"),
        ("resources=VCPU:2", "host"), ("resources=VCPU:1", "pool"), ("resources=VCPU:3", ""),
        ("resources=VCPU:4", "host"), ("resources=VCPU:6", ""),
        ("resources=DISK_GB:100,VCPU:1", "pool"), ("resources=DISK_GB:101", ""),
        ("resources=VCPU:9,VCPU:%2B1", "pool"),
        ("resources=VCPU:99999999999999999999", ""),
    ])
    func `a list holds what every filter leaves`(query: String, expected: String) throws {
        #expect(try names(query) == expected)
    }

    /// SQLite refuses expressions that are nested deeper than 1,000.
    @Test(arguments: ["required=HW_CPU_X86_VMX", "required=in:HW_CPU_X86_VMX,HW_CPU_X86_SSE"])
    func `a list may be filtered by very many traits`(parameter: String) throws {
        let query = Array(repeating: parameter, count: 1_500).joined(separator: "&")
        let answer = try client.send("GET", "/resource_providers?" + query)
        #expect(answer.status == 200)
        #expect(answer.json["resource_providers"]?.array?.isEmpty == true)
    }

    @Test func `a tree is found from each of its providers`() throws {
        for provider in [host, disk] {
            #expect(try names("in_tree=\(provider.lastPathPart)") == "host disk")
        }
        #expect(try names("in_tree=\(Self.empty)") == "")
    }

    @Test func `a UUID is compared letter for letter`() throws {
        let uuid = host.lastPathPart
        #expect(try names("uuid=\(uuid)") == "host")
        #expect(try names("uuid=\(uuid.uppercased())").isEmpty)
        #expect(try list("uuid=\(uuid.filter { $0 != "-" })").status == 400)
    }

    @Test(arguments: [
        ("member_of=\(rack)", 2), ("resources=VCPU:1", 3), ("in_tree=\(rack)", 13),
        ("required=HW_CPU_X86_AVX", 17),
    ])
    func `a filter is unknown before its version`(query: String, before: Int) throws {
        let refused = try list(query, at: Microversion(1, before))
        #expect(refused.status == 400)
        #expect(refused.detail.contains("Additional properties are not allowed"))
        #expect(try list(query, at: Microversion(1, before + 1)).status == 200)
    }

    @Test func `before 1 39 only the last required counts`() throws {
        let query = "required=HW_CPU_X86_AVX2&required=HW_CPU_X86_AVX"
        #expect(try names(query, at: Microversion(1, 38)) == "host pool")
        #expect(try names(query, at: Microversion(1, 39)) == "host")
    }

    @Test(arguments: [
        ("required=!HW_CPU_X86_AVX", 21, "form: HW_CPU_X86_VMX,CUSTOM_MAGIC. Got: !HW"),
        ("required=in:HW_CPU_X86_AVX", 38, "only supported since microversion 1.39"),
        ("required=HW_CPU_X86_AVX,", 21, "HW_CPU_X86_VMX,CUSTOM_MAGIC. Got an empty trait in:"),
        ("required=!", 39, "HW_CPU_X86_VMX,!CUSTOM_MAGIC. Got an empty trait in: !"),
        ("required=in:A,", 39, "in:HW_CPU_X86_VMX,CUSTOM_MAGIC. Got an empty trait in: in:A,"),
        ("required=in:!A", 39, "does not support forbidden traits. Got: in:!A"),
        (
            "required=NONE", 39,
            "Invalid trait(s) in \"required\" parameter: No such trait(s): NONE."
        ),
        ("member_of=\(rack)&member_of=\(room)", 23, "Multiple member_of parameters are not"),
        ("member_of=!\(rack)", 31, "Forbidden member_of parameters are not supported in the"),
        ("member_of=\(rack),\(room)", 39, "must be prefixed with the 'in:' or '!in:' keyword"),
        ("member_of=x", 39, "parameter to contain valid UUID(s). Got: x"),
        ("resources=", 39, "Got: empty string."), ("resources=VCPU", 39, "Got: VCPU."),
        ("resources=VCPU:x", 39, "VCPU expected positive integer amount. Got: x."),
        ("resources=VCPU:0", 39, "Requested resource VCPU requires amount >= 1. Got: 0."),
        ("resources=vcpu:1", 39, "in resources parameter: No such resource class vcpu."),
    ])
    func `a filter that is not right is refused`(query: String, minor: Int, text: String) throws {
        let answer = try list(query, at: Microversion(1, minor))
        #expect(answer.status == 400)
        #expect(answer.detail.contains(text), "\(answer.detail)")
    }

    @Test func `an unknown class is told although an unknown tree leaves nothing`() throws {
        #expect(try list("resources=NONE:1").status == 400)
        #expect(try list("in_tree=\(Self.empty)&resources=NONE:1").status == 200)
    }
}
