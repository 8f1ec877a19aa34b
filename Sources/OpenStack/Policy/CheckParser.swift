// SPDX-License-Identifier: Apache-2.0

import JSON

extension Check {
    /// Reads a rule of the policy language.
    ///
    /// A rule that cannot be understood is ``never``, and `report` says why; parts of it that
    /// cannot be understood are ``never`` in their place.
    ///
    /// Source: oslo.policy 6 `oslo_policy/_parser.py`.
    ///
    /// - Parameters:
    ///   - rule: The text; an empty one means that everybody may.
    ///   - report: Is told what is wrong with the rule.
    package init(parsing rule: String, report: (String) -> Void = { _ in }) {
        guard !rule.isEmpty else {
            self = .always
            return
        }
        var reduction = Reduction()
        for token in tokens(of: rule, report: report) {
            guard reduction.take(token) else {
                report("'\(rule)' is nested too deep")
                self = .never
                return
            }
        }
        guard let check = reduction.result else {
            report("'\(rule)' does not fit together")
            self = .never
            return
        }
        self = check
    }

    /// Reads a rule in the old form: a list of lists, of which one must hold whole.
    ///
    /// - Parameters:
    ///   - alternatives: The lists; an element is `nil` where the file has something other than
    ///     text. No list at all means that everybody may.
    ///   - report: Is told what is wrong with the rule.
    package init(parsing alternatives: [[String?]], report: (String) -> Void = { _ in }) {
        let checks = alternatives.filter { !$0.isEmpty }.map { texts in
            Check.joined(texts.map { Check(single: $0, report: report) }, Check.all)
        }
        if alternatives.isEmpty {
            self = .always
        } else {
            self = checks.isEmpty ? .never : Check.joined(checks, Check.any)
        }
    }

    private static func joined(_ checks: [Check], _ join: ([Check]) -> Check) -> Check {
        checks.count == 1 ? checks[0] : join(checks)
    }

    /// Reads one check, `kind:match`.
    fileprivate init(single text: String?, report: (String) -> Void) {
        switch text {
        case "!": self = .never
        case "@": self = .always
        case .some(let text):
            guard let colon = text.unicodeScalars.firstIndex(of: ":") else {
                report("'\(text)' has no colon")
                self = .never
                return
            }
            let match = text.unicodeScalars[colon...].dropFirst()
            self.init(
                kind: String(text.unicodeScalars[..<colon]), match: String(match), report: report)
        case nil:
            report("a check is no text")
            self = .never
        }
    }

    private init(kind: String, match: String, report: (String) -> Void) {
        if kind == "rule" {
            self = .rule(match)
            return
        }
        let leaf = Leaf(kind: kind, match: match)
        if let fault = leaf.match.fault { report("'\(kind):\(match)' is wrong: \(fault)") }
        switch kind {
        case "role": self = .role(leaf)
        case "http", "https": self = .remote(leaf)
        default:
            switch PythonExpression(kind) {
            case .literal(let value): self = .literal(value, leaf)
            case .path(let path): self = .attribute(path: path, leaf)
            case .notUnderstood:
                report("'\(kind)' is neither the name of an attribute nor a value")
                self = .unevaluable(leaf)
            }
        }
    }
}

/// A word of a rule, or what some of them were put together to.
private enum Token {
    case check(Check)
    /// Checks joined by `and`, to which more may come.
    case conjunction([Check])
    /// Checks joined by `or`, to which more may come.
    case alternative([Check])
    case and, or, not, open, close
    /// Something in quotes alone, which fits nowhere.
    case quoted
}

/// Cuts a rule at white space, and parentheses off the ends of its words.
private func tokens(of rule: String, report: (String) -> Void) -> [Token] {
    var tokens: [Token] = []
    for word in rule.unicodeScalars.split(whereSeparator: \.isPythonSpace) {
        let inner = word.drop { $0 == "(" }
        tokens += Array(repeating: .open, count: word.count - inner.count)
        var clean = inner
        while clean.last == ")" { clean.removeLast() }
        switch String(clean).lowercased() {
        case "and": tokens.append(.and)
        case "or": tokens.append(.or)
        case "not": tokens.append(.not)
        case "": break
        default:
            // Looked at with the closing parentheses, so `'a')` is not in quotes.
            if inner.count >= 2, inner.first == inner.last,
                inner.first == "'" || inner.first == "\""
            {
                tokens.append(.quoted)
            } else {
                tokens.append(.check(Check(single: String(clean), report: report)))
            }
        }
        tokens += Array(repeating: .close, count: inner.count - clean.count)
    }
    return tokens
}

/// Puts words together from left to right as soon as they fit.
///
/// So `and` binds no stronger than what stands before it allows: `a or b and c` takes `b` back out
/// of the alternative, but a negation or parentheses are closed once and for all.
private struct Reduction {
    /// How many words may wait for others, such as for a closing parenthesis.
    ///
    /// So a check is never nested deeper than that, and judging it, which is recursive, is safe.
    private static let waitingLimit = 200

    private var stack: [Token] = []

    /// What all words together are, `nil` if they do not fit together.
    var result: Check? {
        guard stack.count == 1 else { return nil }
        return check(of: stack[0])
    }

    /// Takes the next word; `false` if the rule is nested too deep.
    mutating func take(_ token: Token) -> Bool {
        stack.append(token)
        while reduce() {}
        return stack.count <= Reduction.waitingLimit
    }

    private mutating func reduce() -> Bool {
        if stack.count >= 3, let token = joined(stack[stack.count - 3], stack[stack.count - 2]) {
            stack.replaceSubrange((stack.count - 3)..., with: [token])
            return true
        }
        if stack.count >= 2, case .not = stack[stack.count - 2],
            case .check(let check) = stack[stack.count - 1]
        {
            stack.replaceSubrange((stack.count - 2)..., with: [.check(.not(check))])
            return true
        }
        return false
    }

    /// What the last three tokens make together, `nil` if nothing.
    private func joined(_ first: Token, _ second: Token) -> Token? {
        switch (first, second, stack[stack.count - 1]) {
        case (.open, let inner, .close):
            return check(of: inner).map(Token.check)
        case (.check(let left), .and, .check(let right)):
            return .conjunction([left, right])
        case (.conjunction(let checks), .and, .check(let right)):
            return .conjunction(checks + [right])
        case (.alternative(let checks), .and, .check(let right)):
            guard let last = checks.last else { return nil }
            let conjunction =
                if case .all(let parts) = last { parts + [right] } else { [last, right] }
            return .alternative(checks.dropLast() + [.all(conjunction)])
        case (.check(let left), .or, .check(let right)):
            return .alternative([left, right])
        case (.conjunction(let checks), .or, .check(let right)):
            return .alternative([.all(checks), right])
        case (.alternative(let checks), .or, .check(let right)):
            return .alternative(checks + [right])
        default:
            return nil
        }
    }

    private func check(of token: Token) -> Check? {
        switch token {
        case .check(let check): check
        case .conjunction(let checks): .all(checks)
        case .alternative(let checks): .any(checks)
        default: nil
        }
    }
}
