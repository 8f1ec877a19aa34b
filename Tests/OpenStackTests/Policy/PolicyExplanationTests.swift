// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import Testing

@testable import OpenStack

@Suite struct PolicyExplanationTests {
    private let policy = Policy(
        rules: [
            "a": Check(parsing: "role:x or role:y"), "b": Check(parsing: "rule:a and role:z"),
            "c": Check(parsing: "not rule:a"), "d": Check(parsing: "rule:nowhere"),
            "e": Check(parsing: "role:x and (role:y or role:z)"), "f": Check(parsing: "role:%"),
        ], scopeTypes: ["a": ["system"]])

    private func explain(_ rule: String, roles: String...) throws -> (Bool, [String]) {
        let question = Policy.Question(rule, Credentials(Caller(roles: roles)))
        let explanation = try policy.explain(question)
        return (explanation.isAllowed, explanation.reasons)
    }

    @Test func `of an alternative that holds the part that does is named`() throws {
        #expect(try explain("c") == (true, ["not rule:a: yes"]))
        #expect(
            try explain("b", roles: "y", "z") == (true, ["rule:a (role:y: yes)", "role:z: yes"]))
        #expect(try explain("e", roles: "x", "z") == (true, ["role:x: yes", "role:z: yes"]))
    }

    @Test func `of an alternative that fails all parts are named, of a conjunction the first`()
        throws
    {
        #expect(try explain("b", roles: "z") == (false, ["rule:a (role:x: no, role:y: no)"]))
        #expect(try explain("b", roles: "x") == (false, ["role:z: no"]))
    }

    @Test func `a rule that is missing and a scope that is wrong are named`() throws {
        #expect(try explain("d") == (false, ["rule:nowhere: there is no such rule"]))
        #expect(try explain("nowhere") == (false, ["there is no such rule"]))
        #expect(
            try explain("a", roles: "x")
                == (false, ["the token is of a project, the rule asks for a system"]))
    }

    @Test func `a rule that cannot be judged has no explanation`() {
        #expect(throws: PolicyError.self) { try explain("f") }
    }
}
