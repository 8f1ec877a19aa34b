// SPDX-License-Identifier: Apache-2.0

import JSON
import OpenStack
import POSIX
import PlacementAPI

/// Prints the rules in force, as a policy file that says the same.
let policyList = Command(
    "policy list", "Show the policy rules in force, and where they come from.",
    options: [.format],
    details: "The text is a policy file that says the same.",
    statuses: [
        ExitStatus(0, "shown"), ExitStatus(1, "a policy file cannot be used, or it failed"),
    ],
    example: "--format json"
) { call in
    let policy = try policy(call)
    let names = policyDefaults.map(\.name)
    let others = policy.names.filter { !names.contains($0) }
    switch call.format {
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

/// The rules that the configuration names; what is odd about them goes to standard error.
func policy(_ call: Invocation) throws(PolicyFileError) -> Policy {
    try Enforcer(
        defaults: policyDefaults, settings: Enforcer.Settings(call.configuration),
        report: { StandardStream.error.writeLine("placement-manage: \($0.text)") }
    ).policy
}
