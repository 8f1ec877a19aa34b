// SPDX-License-Identifier: Apache-2.0

import JSON
import OpenStack
import PlacementAPI

/// Prints the rules in force, as a policy file that says the same.
let policyList = Command(
    "policy list", arguments: "[--format text|json]",
    "Show the policy rules in force, and where they come from."
) { call in
    let format = try OutputFormat(try call.parsed(options: ["--format"]).options)
    let policy = try policy(call)
    let names = policyDefaults.map(\.name)
    let others = policy.names.filter { !names.contains($0) }
    switch format {
    case .text:
        for name in names + others {
            let check = policy[name]?.description ?? "!"
            call.print("\"\(name)\": \"\(check)\"  # \(policy.place(of: name))")
        }
    case .json:
        var json = JSON.Writer(capacity: 1 << 14)
        json.array { json in
            for name in names + others {
                json.object { json in
                    json.member("rule", name)
                    json.member("check", policy[name]?.description)
                    json.member("source", policy.place(of: name))
                }
            }
        }
        call.print(String(decoding: json.bytes, as: UTF8.self))
    }
    return 0
}

/// The rules that the configuration names; what is wrong with them is printed as comments.
func policy(_ call: Invocation) throws(PolicyFileError) -> Policy {
    try Enforcer(
        defaults: policyDefaults, settings: Enforcer.Settings(call.configuration),
        report: { call.print("# \($0.text)") }
    ).policy
}
