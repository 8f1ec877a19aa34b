// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import OpenStack
import PlacementAPI

/// Prints what a caller may do, and which parts of the rules decided.
///
/// With `--rule` the exit status is 0 if the caller may, and 1 if not.
let policyCheck = Command(
    "policy check",
    arguments: "--roles ROLE,... [--project ID] [--target-project ID] [--rule NAME]",
    "Show what a caller with these roles may do, and why."
) { call in
    let (options, _) = try call.parsed(
        options: ["--roles", "--project", "--target-project", "--rule"])
    guard let roles = options["--roles"] else { throw UsageError("--roles is missing") }
    let caller = Caller(
        userID: "USER", projectID: options["--project"] ?? "PROJECT",
        roles: roles.split(separator: ",").map(String.init))
    let target: JSON.Object = [
        "project_id": .string(options["--target-project"] ?? caller.projectID ?? ""),
        "user_id": "USER",
    ]
    let policy = try policy(call)
    let remote = RemotePolicy(RemotePolicy.Settings(call.configuration))
    let names = PolicyRule.allCases.map(\.rawValue)
    if let name = options["--rule"], !policy.names.contains(name), !names.contains(name) {
        throw UsageError("there is no rule \(name)")
    }
    var isAllowed = true
    for name in options["--rule"].map({ [$0] }) ?? names {
        let question = Policy.Question(
            name, Credentials(caller), target: target,
            askRemote: { question throws(PolicyError) in try remote.ask(question) })
        let verdict: String
        var reasons: [String]
        do throws(PolicyError) {
            let explanation = try policy.explain(question)
            verdict = explanation.isAllowed ? "allowed" : "refused"
            reasons = explanation.reasons
            isAllowed = isAllowed && explanation.isAllowed
        } catch {
            verdict = "failed "
            reasons = [error.description]
            isAllowed = false
        }
        let padding = String(repeating: " ", count: max(0, 48 - name.count))
        call.print("\(verdict)  \(name)\(padding)  \(reasons.joined(separator: ", "))")
    }
    return isAllowed || options["--rule"] == nil ? 0 : 1
}
