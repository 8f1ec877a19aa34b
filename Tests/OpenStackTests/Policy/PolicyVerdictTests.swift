// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import Testing

@testable import OpenStack

/// Random rules and what oslo.policy says to them; made by `make-policy-verdicts.py`.
@Suite struct PolicyVerdictTests {
    /// The file in this folder, or the one that `POLICY_VERDICTS` names, for longer runs.
    private let path =
        ProcessInfo.processInfo.environment["POLICY_VERDICTS"]
        ?? URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "policy-verdicts.json").path

    @Test func `random rules get the verdicts of oslo_policy`() throws {
        let bytes = Array(try Data(contentsOf: URL(filePath: path)))
        let groups = try #require(try Value(parsing: bytes).array)
        var count = 0
        for (index, group) in groups.enumerated() {
            let differences = try differences(in: group)
            #expect(differences == [], "group \(index)")
            count += group["verdicts"]?.string?.count ?? 0
        }
        #expect(count > 5_000)
    }

    private func differences(in group: Value) throws -> [String] {
        let text = try #require(group["file"]?.string)
        let file = try PolicyFile(path: "policy.yaml", contents: Array(text.utf8)) { _ in }
        let policy = Policy(
            defaults: try #require(group["defaults"]?.array).map(ruleDefault), files: [file],
            enforceNewDefaults: group["new"] == true, defaultRule: "default"
        ) { _ in }
        var verdicts = Array(try #require(group["verdicts"]?.string))[...]
        var differences: [String] = []
        for name in try #require(group["asked"]?.array).compactMap(\.string) {
            for caller in try #require(group["callers"]?.array).compactMap(\.object) {
                for target in try #require(group["targets"]?.array).compactMap(\.object) {
                    let question = Policy.Question(
                        name, Credentials(attributes: caller), target: target,
                        askRemote: answerRemote)
                    let expected = verdicts.popFirst()
                    let verdict = verdict(of: policy, question)
                    if verdict != expected {
                        let rule = policy[name]?.description ?? "-"
                        differences.append(
                            "\(name): \(rule): \(verdict), not \(expected ?? "-") for "
                                + String(decoding: Value.object(caller).encoded, as: UTF8.self)
                                + String(decoding: Value.object(target).encoded, as: UTF8.self))
                    }
                }
            }
        }
        return differences
    }

    private func ruleDefault(_ value: Value) -> RuleDefault {
        RuleDefault(
            value["name"]?.string ?? "", value["check"]?.string ?? "", "",
            scopeTypes: value["scope"]?.array?.compactMap(\.string) ?? [],
            deprecated: value["old"]?.object.map { old in
                DeprecatedRule(
                    name: old["name"]?.string ?? "", check: old["check"]?.string ?? "",
                    reason: "", since: "")
            })
    }

    private func verdict(of policy: Policy, _ question: Policy.Question) -> Character {
        do throws(PolicyError) {
            return try policy.allows(question) ? "T" : "F"
        } catch {
            return "E"
        }
    }
}

/// The server that `make-policy-verdicts.py` plays.
@Sendable private func answerRemote(_ question: RemoteQuestion) throws(PolicyError) -> Bool {
    guard !question.url.contains("boom") else {
        throw .remote(url: question.url, reason: "refused")
    }
    return question.url.contains("yes")
}
