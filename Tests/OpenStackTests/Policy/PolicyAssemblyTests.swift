// SPDX-License-Identifier: Apache-2.0

import Gateway
import Testing

@testable import OpenStack

@Suite struct PolicyAssemblyTests {
    private let service = RuleDefault(
        "service_api", "role:service", "Services.", scopeTypes: ["project"],
        deprecated: DeprecatedRule(
            name: "old_api", check: "role:admin", reason: "Services have rules.", since: "W"))

    private func policy(
        _ defaults: [RuleDefault], file: String = "", enforceNewDefaults: Bool = true,
        report: (Notice) -> Void = { _ in }
    ) throws -> Policy {
        let file = try PolicyFile(path: "p.yaml", contents: Array(file.utf8)) { _ in }
        return Policy(
            defaults: defaults, files: [file], enforceNewDefaults: enforceNewDefaults,
            defaultRule: "default", report: report)
    }

    @Test func `what a default replaced grants only without enforce_new_defaults`() throws {
        #expect(try policy([service])["service_api"]?.description == "role:service")
        let old = try policy([service], enforceNewDefaults: false)
        #expect(old["service_api"]?.description == "(role:service or role:admin)")
    }

    @Test func `a rule in a file is taken as it is`() throws {
        let policy = try policy(
            [service], file: "service_api: role:x\n", enforceNewDefaults: false)
        #expect(policy["service_api"]?.description == "role:x")
    }

    @Test func `a file that changes the old name changes the new one`() throws {
        let changed = try policy([service], file: "old_api: role:x\n")
        #expect(changed["service_api"]?.description == "role:x")
        let same = try policy([service], file: "old_api: role:admin\n")
        #expect(same["service_api"]?.description == "role:service")
        let pointing = try policy([service], file: "old_api: rule:service_api\n")
        #expect(pointing["service_api"]?.description == "role:service")
    }

    @Test func `a token of another scope is refused whatever its roles`() throws {
        let policy = try policy([service])
        func allows(_ caller: Caller) throws -> Bool {
            try policy.allows(Policy.Question("service_api", Credentials(caller)))
        }
        #expect(try allows(Caller(projectID: "p", roles: ["service"])))
        #expect(try !allows(Caller(projectID: "p", roles: ["service"], systemScope: "all")))
        #expect(try !allows(Caller(projectID: "p", roles: ["service"], domainID: "d")))
    }

    @Test func `the default rule stands in for one that is not there`() throws {
        let policy = try policy([], file: "default: role:x\na: rule:b\n")
        let caller = Credentials(Caller(roles: ["X"]))
        #expect(try policy.allows(Policy.Question("a", caller)))
        #expect(try policy.allows(Policy.Question("c", caller)))
        #expect(try !self.policy([], file: "a: rule:b\n").allows(Policy.Question("a", caller)))
    }

    @Test func `roles that only look alike are not the same`() throws {
        let policy = try policy([], file: "a: \"role:caf\\u00e9\"\n")
        let composed = Credentials(Caller(roles: ["CAF\u{C9}"]))
        let decomposed = Credentials(Caller(roles: ["cafe\u{301}"]))
        #expect(try policy.allows(Policy.Question("a", composed)))
        #expect(try !policy.allows(Policy.Question("a", decomposed)))
    }

    @Test func `rules in a circle are reported and give no verdict`() throws {
        var notices: [String] = []
        let policy = try policy([], file: "a: rule:b\nb: rule:a or role:x\nc: not rule:a\nd: '@'\n")
        {
            notices.append($0.text)
        }
        #expect(notices == ["policy rules that refer to each other in a circle: a, b, c"])
        #expect(throws: PolicyError.circular(rule: "c")) {
            try policy.allows(Policy.Question("c", Credentials(Caller())))
        }
    }

    @Test func `rules that lead nowhere or say nothing new are reported`() throws {
        var notices: [String] = []
        _ = try policy([service], file: "a: not rule:z\nservice_api: (role:service)\n") {
            notices.append($0.text)
        }
        #expect(
            notices == [
                "policy rules that only repeat the default: service_api",
                "policy rules that refer to a rule that is not there: a",
            ])
    }
}
