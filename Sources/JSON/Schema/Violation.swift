// SPDX-License-Identifier: Apache-2.0

/// One rule that a value breaks, without any text yet.
struct Violation {
    /// A step into a value or a schema.
    enum Step {
        case key(String)
        case index(Int)
    }

    let keyword: Schema.Keyword
    let schema: Schema
    let value: Value
    /// Where `value` is, from the value that was validated.
    let path: [Step]
    /// Where `keyword` is, its own name included.
    let schemaPath: [Step]
    /// The property that is missing, where the keyword is `required`.
    var missing = ""
    /// What is wrong with each of the choices, where the keyword is `anyOf`.
    var context: [Violation] = []
}

extension Violation {
    /// Of two violations, whether this one is the more relevant.
    ///
    /// The shorter path wins, then the greater path, then the keyword that is not `anyOf`, then
    /// the value that is not even of the schema's type.
    /// Source: jsonschema 4.26, `exceptions.by_relevance`.
    func isMoreRelevant(than other: Violation) -> Bool {
        if path.count != other.path.count { return path.count < other.path.count }
        for (step, otherStep) in zip(path, other.path) {
            if step.precedes(otherStep) { return false }
            if otherStep.precedes(step) { return true }
        }
        if isWeak != other.isWeak { return other.isWeak }
        return !matchesType && other.matchesType
    }

    private var isWeak: Bool {
        if case .anyOf = keyword { true } else { false }
    }

    private var matchesType: Bool {
        for keyword in schema.keywords {
            switch keyword {
            case .type(let kind): return value.isOf(kind)
            case .types(let kinds): return kinds.contains { value.isOf($0) }
            default: break
            }
        }
        return false
    }

    /// The violation to report: this one, or the one choice that fits best.
    ///
    /// Source: jsonschema 4.26, `exceptions.best_match`.
    var mostTelling: Violation {
        var best = self
        while var least = best.context.first {
            for violation in best.context where least.isMoreRelevant(than: violation) {
                least = violation
            }
            let others = best.context.filter {
                !$0.isMoreRelevant(than: least) && !least.isMoreRelevant(than: $0)
            }
            guard others.count == 1 else { return best }
            best = least
        }
        return best
    }
}

extension Violation.Step {
    /// Whether this step comes first; keys are compared code point by code point.
    func precedes(_ other: Violation.Step) -> Bool {
        switch (self, other) {
        case (.key(let key), .key(let other)): key.utf8.lexicographicallyPrecedes(other.utf8)
        case (.index(let index), .index(let other)): index < other
        default: false  // The same place cannot be an object and an array.
        }
    }
}
