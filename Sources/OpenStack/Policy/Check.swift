// SPDX-License-Identifier: Apache-2.0

/// A rule of the policy language, taken apart once and judged many times.
///
/// Source: oslo.policy 6 `oslo_policy/_checks.py`.
package indirect enum Check: Equatable, Sendable {
    /// `!`, and what a rule that cannot be understood becomes: nobody may.
    case never
    /// `@` and the empty rule: everybody may.
    case always
    /// `role:NAME`: the caller has this role, in capitals or not.
    case role(Leaf)
    /// `rule:NAME`: another rule decides.
    case rule(String)
    /// `project_id:%(project_id)s`: the caller's attribute, found along a path, has this value.
    case attribute(path: [String], Leaf)
    /// `True:%(enabled)s`: a constant, as Python's `str` spells it, equals a value of the target.
    case literal(String, Leaf)
    /// `http://HOST/PATH`: another server decides.
    case remote(Leaf)
    /// A check on which oslo.policy fails with an exception when it comes to it.
    case unevaluable(Leaf)
    case not(Check)
    case all([Check])
    case any([Check])

    /// A single check as written, `kind:match`.
    package struct Leaf: Equatable, Sendable {
        package let kind: String
        /// What stands behind the first colon.
        package let match: Template

        init(kind: String, match: String) {
            self.kind = kind
            self.match = Template(match)
        }
    }

    /// The names of the rules to which this check refers itself.
    package var references: [String] {
        switch self {
        case .rule(let name): [name]
        case .not(let check): check.references
        case .all(let checks), .any(let checks): checks.flatMap(\.references)
        default: []
        }
    }
}

extension Check: CustomStringConvertible {
    /// The check in the policy language, in the one spelling that oslo.policy gives it.
    package var description: String {
        switch self {
        case .never: "!"
        case .always: "@"
        case .rule(let name): "rule:\(name)"
        case .role(let leaf), .attribute(_, let leaf), .literal(_, let leaf), .remote(let leaf),
            .unevaluable(let leaf):
            "\(leaf.kind):\(leaf.match.source)"
        case .not(let check): "not \(check)"
        case .all(let checks): "(\(checks.map(\.description).joined(separator: " and ")))"
        case .any(let checks): "(\(checks.map(\.description).joined(separator: " or ")))"
        }
    }
}
