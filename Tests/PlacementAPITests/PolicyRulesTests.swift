// SPDX-License-Identifier: Apache-2.0

import Foundation
import Gateway
import JSON
import OpenStack
import PlacementAPI
import Testing

@Suite struct PolicyRulesTests {
    private let sample = PolicySample(policyDefaults).lines.joined(separator: "\n") + "\n"

    private func policy(file: String = "", enforceNewDefaults: Bool = true) throws -> Policy {
        let file = try PolicyFile(path: "policy.yaml", contents: Array(file.utf8)) { notice in
            Issue.record("\(notice)")
        }
        return Policy(
            defaults: policyDefaults, files: [file], enforceNewDefaults: enforceNewDefaults,
            defaultRule: "default", report: { _ in })
    }

    private func names(
        allowedTo roles: [String], in policy: Policy, target: JSON.Object = ["project_id": "p"]
    ) throws -> [PolicyRule] {
        let caller = Credentials(Caller(userID: "u", projectID: "p", roles: roles))
        return try PolicyRule.allCases.filter { rule in
            try policy.allows(Policy.Question(rule.rawValue, caller, target: target))
        }
    }

    @Test func `there are 38 rules, one for each constant and five that these share`() {
        #expect(policyDefaults.count == 38)
        #expect(
            Set(policyDefaults.map(\.name)).isSuperset(of: PolicyRule.allCases.map(\.rawValue)))
        #expect(Set(policyDefaults.map(\.name)).count == 38)
        #expect(PolicyRule.allCases.count == 33)
    }

    @Test func `roles may what they may in the reference`() throws {
        let policy = try policy()
        let all = PolicyRule.allCases
        #expect(try names(allowedTo: ["admin"], in: policy) == all.filter { $0 != .reshape })
        #expect(try names(allowedTo: ["service"], in: policy) == all)
        #expect(try names(allowedTo: ["reader"], in: policy) == [.usages])
        #expect(
            try names(allowedTo: ["reader"], in: policy, target: ["project_id": "other"]) == [])
        #expect(try names(allowedTo: ["member"], in: policy) == [])
    }

    @Test func `an administrator may reshape while enforce_new_defaults is false`() throws {
        let policy = try policy(enforceNewDefaults: false)
        #expect(try names(allowedTo: ["admin"], in: policy) == PolicyRule.allCases)
    }

    @Test func `the file conf slash policy dot yaml is the sample`() throws {
        let path = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../conf/policy.yaml")
        let file = try String(contentsOf: path, encoding: .utf8)
        #expect(file == sample, "write it anew: placement-manage policy sample")
    }

    @Test func `the sample as it is changes nothing, nor does setting all of it`() throws {
        let set = sample.split(separator: "\n").map { line in
            line.hasPrefix("#\"") ? line.dropFirst() : line
        }.joined(separator: "\n")
        let defaults = try policy()
        for text in [sample, set] {
            let changed = try policy(file: text)
            #expect(changed.names == defaults.names)
            for name in defaults.names { #expect(changed[name] == defaults[name], "\(name)") }
        }
        #expect(try policy(file: set).place(of: "admin_api").hasPrefix("policy.yaml:"))
    }
}
