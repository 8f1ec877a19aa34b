// SPDX-License-Identifier: Apache-2.0

package import JSON

/// A whole set of rules, ready to judge: what files and defaults say together.
package final class Policy: Sendable {
    /// How deep rules and what they refer to may nest; more is a circle.
    private static let depthLimit = 250

    let rules: [String: Check]
    /// The scopes that a token must have for a rule, for rules that care.
    let scopeTypes: [String: [String]]
    /// The rule that takes the place of one that does not exist, if it exists itself.
    let defaultRule: String
    /// Where the rules of files stand, such as `policy.yaml:3`.
    private let places: [String: String]

    init(
        rules: [String: Check], scopeTypes: [String: [String]] = [:], defaultRule: String = "",
        places: [String: String] = [:]
    ) {
        self.rules = rules
        self.scopeTypes = scopeTypes
        self.defaultRule = defaultRule
        self.places = places
    }

    /// The names of all rules, in byte order.
    package var names: [String] {
        rules.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Where a rule comes from: its file and line, or `default`.
    package func place(of name: String) -> String {
        places[name] ?? "default"
    }

    /// The rule of that name, or what stands in for it.
    ///
    /// Source: oslo.policy 6 `Rules.__missing__`.
    package subscript(name: String) -> Check? {
        rules[name] ?? rules[defaultRule]
    }

    /// Whether one caller may do one thing.
    package struct Question: Sendable {
        /// The rule asked for.
        package let rule: String
        package let credentials: Credentials
        /// What the call is about; rules name its values in `%(name)s`.
        package let target: Object
        /// Asks another server, for `http:` and `https:` checks.
        let askRemote: @Sendable (RemoteQuestion) throws(PolicyError) -> Bool

        package init(
            _ rule: String, _ credentials: Credentials, target: Object = [:],
            askRemote: @escaping @Sendable (RemoteQuestion) throws(PolicyError) -> Bool = refuse
        ) {
            self.rule = rule
            self.credentials = credentials
            self.target = target
            self.askRemote = askRemote
        }
    }

    /// Whether the rule allows it to the caller; a rule that does not exist allows nothing.
    ///
    /// Source: oslo.policy 6 `Enforcer.enforce`.
    ///
    /// - Throws: ``PolicyError`` where a check cannot be judged, so that nobody gets in by mistake.
    package func allows(_ question: Question) throws(PolicyError) -> Bool {
        guard let check = self[question.rule] else { return false }
        guard isScopeRight(question) else { return false }
        do throws(Interruption) {
            return try judge(check, question, depth: 0)
        } catch {
            switch error {
            case .error(let error): throw error
            case .missingValue(let name):
                throw .unevaluable(rule: question.rule, reason: "the target has no \(name)")
            }
        }
    }

    /// Whether the caller's token has a scope that the rule asks for.
    func isScopeRight(_ question: Question) -> Bool {
        guard let scopes = scopeTypes[question.rule], !scopes.isEmpty else { return true }
        return scopes.contains(question.credentials.scope)
    }

    /// What ends the judging of a rule.
    enum Interruption: Error {
        case error(PolicyError)
        /// A remote check needs a value that the target lacks; a rule around it is false then.
        case missingValue(String)
    }

    /// Whether one check holds.
    func judge(
        _ check: Check, _ question: Question, depth: Int
    ) throws(Interruption) -> Bool {
        guard depth < Policy.depthLimit else {
            throw .error(.circular(rule: question.rule))
        }
        switch check {
        case .never: return false
        case .always: return true
        case .not(let check): return try !judge(check, question, depth: depth + 1)
        case .all(let checks):
            for check in checks where try !judge(check, question, depth: depth + 1) {
                return false
            }
            return true
        case .any(let checks):
            for check in checks where try judge(check, question, depth: depth + 1) {
                return true
            }
            return false
        case .rule(let name): return try judgeRule(name, question, depth: depth + 1)
        case .remote(let leaf): return try judgeRemote(leaf, question)
        case .role(let leaf):
            guard let match = try fill(leaf, question) else { return false }
            return question.credentials.hasRole(match)
        case .literal(let value, let leaf):
            guard let match = try fill(leaf, question) else { return false }
            return match.isSameText(as: value)
        case .attribute(let path, let leaf):
            guard let match = try fill(leaf, question) else { return false }
            guard let value = question.credentials.attribute(path[0]) else { return false }
            return try isFound(match, in: value, path: path.dropFirst(), leaf, question)
        case .unevaluable(let leaf):
            guard try fill(leaf, question) != nil else { return false }
            throw .error(
                .unevaluable(rule: question.rule, reason: "\(check) cannot be judged"))
        }
    }

    private func judgeRule(
        _ name: String, _ question: Question, depth: Int
    ) throws(Interruption) -> Bool {
        guard let check = self[name] else { return false }
        do throws(Interruption) {
            return try judge(check, question, depth: depth)
        } catch {
            if case .missingValue = error { return false }
            throw error
        }
    }

    private func judgeRemote(
        _ leaf: Check.Leaf, _ question: Question
    ) throws(Interruption) -> Bool {
        guard let rest = try fill(leaf, question) else {
            throw .missingValue(leaf.match.source)
        }
        do throws(PolicyError) {
            return try question.askRemote(
                RemoteQuestion(
                    url: "\(leaf.kind):\(rest)", rule: question.rule, target: question.target,
                    credentials: question.credentials.attributes))
        } catch {
            throw .error(error)
        }
    }

    /// The right side of a check with the target's values, `nil` if the target lacks one.
    private func fill(
        _ leaf: Check.Leaf, _ question: Question
    ) throws(Interruption) -> String? {
        if let constant = leaf.match.constant { return constant }
        var text = ""
        for piece in leaf.match.pieces {
            switch piece {
            case .text(let part): text += part
            case .value(let name):
                guard let value = question.target[name] else { return nil }
                guard let part = value.pythonText else {
                    throw .error(
                        .unevaluable(
                            rule: question.rule, reason: "the target's \(name) is no plain value"))
                }
                text += part
            case .target:
                text += String(decoding: Value.object(question.target).encoded, as: UTF8.self)
            case .fault(let reason):
                throw .error(.unevaluable(rule: question.rule, reason: reason))
            }
        }
        return text
    }

    /// Whether a text is the value at the end of a path; of a list, one element suffices.
    ///
    /// A list or an object as a whole is never a text here, though Python would spell it out.
    private func isFound(
        _ match: String, in value: Value, path: ArraySlice<String>, _ leaf: Check.Leaf,
        _ question: Question
    ) throws(Interruption) -> Bool {
        if case .array(let elements) = value {
            for element in elements
            where try isFoundInElement(match, of: element, path: path, leaf, question) {
                return true
            }
            return false
        }
        return try isFoundInElement(match, of: value, path: path, leaf, question)
    }

    private func isFoundInElement(
        _ match: String, of value: Value, path: ArraySlice<String>, _ leaf: Check.Leaf,
        _ question: Question
    ) throws(Interruption) -> Bool {
        guard let name = path.first else {
            return value.pythonText.map { match.isSameText(as: $0) } ?? false
        }
        guard case .object(let members) = value else {
            throw .error(
                .unevaluable(
                    rule: question.rule,
                    reason: "\(leaf.kind) looks for \(name) in something that has no parts"))
        }
        guard let member = members[name] else { return false }
        return try isFound(match, in: member, path: path.dropFirst(), leaf, question)
    }
}

extension Value {
    /// What Python's `str` makes of a plain value, `nil` for lists and objects.
    fileprivate var pythonText: String? {
        switch self {
        case .null: "None"
        case .bool(let bool): bool ? "True" : "False"
        case .string(let text): text
        case .integer, .largeInteger, .double: String(decoding: encoded, as: UTF8.self)
        case .array, .object: nil
        }
    }
}

/// Why a rule gave no verdict; the caller must not get in then.
package enum PolicyError: Error, Equatable, CustomStringConvertible {
    /// A check on which oslo.policy would fail too.
    case unevaluable(rule: String, reason: String)
    /// Rules refer to each other in a circle.
    case circular(rule: String)
    /// The server of an `http:` or `https:` check gave no answer.
    case remote(url: String, reason: String)

    package var description: String {
        switch self {
        case .unevaluable(let rule, let reason): "policy rule '\(rule)': \(reason)"
        case .circular(let rule): "policy rule '\(rule)' refers to itself"
        case .remote(let url, let reason): "policy check \(url): \(reason)"
        }
    }
}
