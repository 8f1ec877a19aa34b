// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import OpenStack
import PlacementAPI

/// Prints what a caller may do, and which parts of the rules decided.
let policyCheck = Command(
    "policy check", "Show what a caller with these roles may do, and why.",
    options: [
        .value("--roles", "ROLE,...", "the caller's roles", isRequired: true),
        .value("--project", "ID", "the caller's project (PROJECT)"),
        .value("--target-project", "ID", "whose things are asked for (the caller's project)"),
        .value("--rule", "NAME", "only this rule"), .format,
    ],
    statuses: [
        ExitStatus(0, "shown; with --rule the caller may"),
        ExitStatus(1, "there is no such rule, a policy file cannot be used, or it failed"),
        ExitStatus(ExitStatus.found, "the caller may not do what --rule names, or a rule failed"),
    ],
    example: "--roles reader,member --rule placement:usages"
) { call in
    let options = call.arguments.options
    let roles = (options["--roles"] ?? "").split(separator: ",").map(String.init)
    let caller = Caller(
        userID: "USER", projectID: options["--project"] ?? "PROJECT", roles: roles)
    let policy = try policy(call)
    let names = PolicyRule.allCases.map(\.rawValue)
    if let name = options["--rule"], !policy.names.contains(name), !names.contains(name) {
        throw CommandFailure("there is no rule \(name); policy list has them all")
    }
    let remote = RemotePolicy(RemotePolicy.Settings(call.configuration))
    let target: JSON.Object = [
        "project_id": .string(options["--target-project"] ?? caller.projectID ?? ""),
        "user_id": "USER",
    ]
    let verdicts = (options["--rule"].map { [$0] } ?? names).map { name in
        RuleVerdict(
            name, policy,
            Policy.Question(
                name, Credentials(caller), target: target,
                askRemote: { question throws(PolicyError) in try remote.ask(question) }))
    }
    switch call.format {
    case .text: for verdict in verdicts { call.print(verdict.line) }
    case .json:
        var json = JSON.Writer(capacity: 1 << 14)
        json.array { json in
            for verdict in verdicts {
                json.object { json in
                    json.member("rule", verdict.name)
                    json.member("verdict", verdict.answer.rawValue)
                    json.array("reasons") { json in
                        for reason in verdict.reasons { json.value(reason) }
                    }
                }
            }
        }
        call.print(String(decoding: json.bytes, as: UTF8.self))
    }
    let isAsExpected =
        options["--rule"] == nil
        ? !verdicts.contains { $0.answer == .failed }
        : verdicts.allSatisfy { $0.answer == .allowed }
    return isAsExpected ? 0 : ExitStatus.found
}

/// What a rule says of a caller, and why.
private struct RuleVerdict {
    enum Answer: String {
        case allowed, refused, failed
    }

    let name: String
    let answer: Answer
    let reasons: [String]

    init(_ name: String, _ policy: Policy, _ question: Policy.Question) {
        self.name = name
        do throws(PolicyError) {
            let explanation = try policy.explain(question)
            answer = explanation.isAllowed ? .allowed : .refused
            reasons = explanation.reasons
        } catch {
            answer = .failed
            reasons = [error.description]
        }
    }

    var line: String {
        let word = answer == .failed ? "failed " : answer.rawValue
        let padding = String(repeating: " ", count: max(0, 48 - name.count))
        return "\(word)  \(name)\(padding)  \(reasons.joined(separator: ", "))"
    }
}
