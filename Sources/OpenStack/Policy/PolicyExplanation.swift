// SPDX-License-Identifier: Apache-2.0

/// Why a rule allows or refuses, for an operator.
package struct PolicyExplanation: Equatable, Sendable {
    package let isAllowed: Bool
    /// The checks on which it hung, each with its verdict: `rule:admin_api (role:admin: yes)`.
    package let reasons: [String]
}

extension Policy {
    /// Judges as ``allows(_:)`` does, and says which parts of the rule decided.
    ///
    /// Of an alternative that holds, the first part that does; of one that does not, all parts. Of a
    /// conjunction that fails, the first part that does.
    ///
    /// - Throws: ``PolicyError`` where a check cannot be judged.
    package func explain(_ question: Question) throws(PolicyError) -> PolicyExplanation {
        guard try allows(question) || isScopeRight(question) else {
            let wanted = scopeTypes[question.rule]?.joined(separator: " or ") ?? ""
            return PolicyExplanation(
                isAllowed: false,
                reasons: [
                    "the token is of a \(question.credentials.scope), the rule asks for a \(wanted)"
                ])
        }
        guard let check = self[question.rule] else {
            return PolicyExplanation(isAllowed: false, reasons: ["there is no such rule"])
        }
        do throws(Interruption) {
            return try decide(check, question, depth: 0)
        } catch {
            // What the rule is judged by does not change meanwhile, so it was thrown above.
            throw .unevaluable(rule: question.rule, reason: "it has no explanation")
        }
    }

    private func decide(
        _ check: Check, _ question: Question, depth: Int
    ) throws(Interruption) -> PolicyExplanation {
        let isAllowed = try judge(check, question, depth: depth)
        switch check {
        case .any(let checks), .all(let checks):
            let isDecidedByOne =
                if case .any = check { isAllowed } else { !isAllowed }
            var reasons: [String] = []
            for check in checks {
                let part = try decide(check, question, depth: depth + 1)
                guard isDecidedByOne else {
                    reasons += part.reasons
                    continue
                }
                if part.isAllowed == isAllowed { return part }
            }
            return PolicyExplanation(isAllowed: isAllowed, reasons: reasons)
        case .rule(let name):
            guard let target = self[name] else {
                return PolicyExplanation(
                    isAllowed: false, reasons: ["\(check): there is no such rule"])
            }
            let part = try decide(target, question, depth: depth + 1)
            return PolicyExplanation(
                isAllowed: isAllowed,
                reasons: ["\(check) (\(part.reasons.joined(separator: ", ")))"])
        default:
            return PolicyExplanation(
                isAllowed: isAllowed, reasons: ["\(check): \(isAllowed ? "yes" : "no")"])
        }
    }
}
