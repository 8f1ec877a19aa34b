// SPDX-License-Identifier: Apache-2.0

/// A policy file with all rules of a service, each commented out and with its default.
///
/// Source: the form is that of `oslopolicy-sample-generator`.
package struct PolicySample: Sendable {
    private let defaults: [RuleDefault]

    package init(_ defaults: [RuleDefault]) {
        self.defaults = defaults
    }

    /// The lines of the file.
    package var lines: [String] {
        PolicySample.introduction + defaults.flatMap { [""] + lines(of: $0) }
    }

    private static let introduction = [
        "# All policy rules with their defaults. Written by: placement-manage policy sample",
        "#",
        "# Remove the # before a rule to change it. A rule is made of checks, joined by and, or,",
        "# not and parentheses:",
        "#   role:NAME                    the caller has this role",
        "#   rule:NAME                    another rule decides",
        "#   project_id:%(project_id)s    the caller's project is the one that is asked about",
        "#   http://HOST/PATH             another server decides",
        "#   @ and !                      everybody, and nobody",
        "# Changes are seen while the service runs; placement-manage policy check tells what they do.",
    ]

    private func lines(of rule: RuleDefault) -> [String] {
        var lines = ["# \(rule.description)"]
        lines += rule.operations.map { "# \($0.method) \($0.path)" }
        if !rule.scopeTypes.isEmpty {
            lines.append("# Scope of the token: \(rule.scopeTypes.joined(separator: ", "))")
        }
        if let deprecated = rule.deprecated {
            lines += [
                "# While enforce_new_defaults is false, also: \(deprecated.check)",
                "# (the rule before \(deprecated.since). \(deprecated.reason))",
            ]
        }
        return lines + ["#\(quoted(rule.name)): \(quoted(rule.check))"]
    }
}

/// A text as YAML and JSON both quote it.
private func quoted(_ text: String) -> String {
    let escaped = text.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
    return "\"\(String(escaped))\""
}
