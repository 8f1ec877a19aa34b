// SPDX-License-Identifier: Apache-2.0

/// A policy rule as the service ships it, before an operator's file says otherwise.
package struct RuleDefault: Sendable {
    /// The name in policy files, such as `placement:traits:list`.
    package let name: String
    /// Who may, in the policy language.
    package let check: String
    /// What the rule guards, one sentence for the operator.
    package let description: String
    /// The calls that ask for this rule; empty for a rule that only others refer to.
    package let operations: [Operation]
    /// The scopes a token may have (`project`, `domain`, `system`); empty allows all of them.
    package let scopeTypes: [String]
    /// What used to stand in place of this rule.
    package let deprecated: DeprecatedRule?

    /// One call of the API, as documentation names it.
    package struct Operation: Equatable, Sendable {
        package let method: String
        /// The path with its parameters in braces.
        package let path: String

        package init(_ method: String, _ path: String) {
            self.method = method
            self.path = path
        }
    }

    package init(
        _ name: String, _ check: String, _ description: String, operations: [Operation] = [],
        scopeTypes: [String] = [], deprecated: DeprecatedRule? = nil
    ) {
        self.name = name
        self.check = check
        self.description = description
        self.operations = operations
        self.scopeTypes = scopeTypes
        self.deprecated = deprecated
    }
}

/// The rule that a default replaced; it still grants while `enforce_new_defaults` is false.
package struct DeprecatedRule: Sendable {
    package let name: String
    package let check: String
    package let reason: String
    /// The release in which it was replaced.
    package let since: String

    package init(name: String, check: String, reason: String, since: String) {
        self.name = name
        self.check = check
        self.reason = reason
        self.since = since
    }
}
