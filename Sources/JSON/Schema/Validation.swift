// SPDX-License-Identifier: Apache-2.0

extension Schema {
    /// Checks a value.
    ///
    /// Costs no allocation worth naming as long as all is well.
    ///
    /// - Throws: ``ValidationError``, the most relevant of all violations.
    package func validate(_ value: Value) throws(ValidationError) {
        var validation = Validation()
        validation.check(value, against: self)
        if let violation = validation.violations.first {
            throw ValidationError(violation.mostTelling)
        }
    }

    /// Whether a value is valid.
    package func allows(_ value: Value) -> Bool {
        var validation = Validation()
        validation.check(value, against: self)
        return validation.violations.isEmpty
    }
}

/// A walk through a value and its schema, in the order in which jsonschema takes it.
///
/// Recurses as deep as the schema, whatever the value.
private struct Validation {
    /// The most relevant violation so far, or all of them in order.
    private(set) var violations: [Violation] = []
    private var keepsAll = false
    private var path: [Violation.Step] = []
    private var schemaPath: [Violation.Step] = []

    mutating func check(_ value: Value, against schema: Schema) {
        for keyword in schema.keywords {
            switch keyword {
            case .items(let items): checkItems(value, items)
            case .properties(let properties): checkProperties(value, properties)
            case .patternProperties(let properties): checkPatternProperties(value, properties)
            case .required(let names): checkRequired(value, names, keyword, schema)
            case .anyOf(let choices): checkAny(value, choices, keyword, schema)
            default:
                if !keyword.allows(value, in: schema) { report(value, keyword, schema) }
            }
        }
    }

    private mutating func checkItems(_ value: Value, _ items: Schema) {
        guard case .array(let elements) = value else { return }
        schemaPath.append(.key("items"))
        for (index, element) in elements.enumerated() {
            path.append(.index(index))
            check(element, against: items)
            path.removeLast()
        }
        schemaPath.removeLast()
    }

    private mutating func checkProperties(_ value: Value, _ properties: Schema.Properties) {
        guard case .object(let object) = value else { return }
        schemaPath.append(.key("properties"))
        for (name, schema) in properties.members {
            guard let member = object[name] else { continue }
            descend(name, member, schemaPath: name, schema)
        }
        schemaPath.removeLast()
    }

    private mutating func checkPatternProperties(
        _ value: Value, _ properties: Schema.PatternProperties
    ) {
        guard case .object(let object) = value else { return }
        schemaPath.append(.key("patternProperties"))
        for (pattern, schema) in properties.members {
            for (key, member) in object.members where pattern.matches(key) {
                descend(key, member, schemaPath: pattern.text, schema)
            }
        }
        schemaPath.removeLast()
    }

    private mutating func descend(
        _ key: String, _ member: Value, schemaPath name: String, _ schema: Schema
    ) {
        path.append(.key(key))
        schemaPath.append(.key(name))
        check(member, against: schema)
        schemaPath.removeLast()
        path.removeLast()
    }

    private mutating func checkRequired(
        _ value: Value, _ names: [String], _ keyword: Schema.Keyword, _ schema: Schema
    ) {
        guard case .object(let object) = value else { return }
        for name in names where !object.contains(name) {
            report(value, keyword, schema, missing: name)
        }
    }

    private mutating func checkAny(
        _ value: Value, _ choices: [Schema], _ keyword: Schema.Keyword, _ schema: Schema
    ) {
        var context: [Violation] = []
        for (index, choice) in choices.enumerated() {
            // Paths of the context begin at the value in hand.
            var validation = Validation()
            validation.keepsAll = true
            validation.schemaPath = [.index(index)]
            validation.check(value, against: choice)
            if validation.violations.isEmpty { return }
            context += validation.violations
        }
        report(value, keyword, schema, context: context)
    }

    private mutating func report(
        _ value: Value, _ keyword: Schema.Keyword, _ schema: Schema, missing: String = "",
        context: [Violation] = []
    ) {
        // The commonest case in a large body full of errors, and the cheapest.
        if !keepsAll, let best = violations.first, best.path.count < path.count { return }
        let violation = Violation(
            keyword: keyword, schema: schema, value: value, path: path,
            schemaPath: schemaPath + [.key(keyword.name)], missing: missing, context: context)
        if keepsAll {
            violations.append(violation)
        } else if violations.isEmpty {
            violations = [violation]
        } else if violation.isMoreRelevant(than: violations[0]) {
            violations[0] = violation
        }
    }
}

extension Schema.Keyword {
    /// Whether a keyword without subschemas, other than `required`, allows a value.
    fileprivate func allows(_ value: Value, in schema: Schema) -> Bool {
        switch (self, value) {
        case (.type(let kind), _): value.isOf(kind)
        case (.types(let kinds), _): kinds.contains { value.isOf($0) }
        case (.enumeration(let values), _): values.contains { $0.equals(value) }
        case (.minimum(let bound), _):
            Value.integer(bound).numericOrder(to: value).map { $0 != .descending } ?? true
        case (.maximum(let bound), _):
            bound.numericOrder(to: value).map { $0 != .ascending } ?? true
        case (.minLength(let bound), .string(let text)): text.hasLength(atLeast: bound)
        case (.maxLength(let bound), .string(let text)): !text.hasLength(atLeast: bound + 1)
        case (.pattern(let pattern), .string(let text)): pattern.matches(text)
        case (.format(let format), _): format.allows(value)
        case (.minItems(let bound), .array(let elements)): elements.count >= bound
        case (.uniqueItems, .array(let elements)): elements.areUnique
        case (.minProperties(let bound), .object(let object)): object.count >= bound
        case (.noAdditionalProperties, .object(let object)):
            object.members.allSatisfy { schema.knows($0.key) }
        default: true
        }
    }
}

extension Schema {
    /// Whether `properties` or `patternProperties` say something about a member.
    func knows(_ key: String) -> Bool {
        names.contains { $0.hasSameBytes(as: key) } || patterns.contains { $0.matches(key) }
    }
}

extension Value {
    /// Whether the value is of a kind; `10.0` is an integer, and so is every integer a number.
    func isOf(_ kind: Schema.Kind) -> Bool {
        switch (kind, self) {
        case (.null, .null), (.boolean, .bool), (.integer, .integer), (.integer, .largeInteger),
            (.number, .integer), (.number, .largeInteger), (.number, .double), (.string, .string),
            (.array, .array), (.object, .object):
            true
        case (.integer, .double(let double)): double.isInteger
        default: false
        }
    }
}

extension String {
    /// Whether there are `count` code points or more; counted only where bytes do not tell.
    fileprivate func hasLength(atLeast count: Int) -> Bool {
        if utf8.count < count { return false }
        if utf8.count >= 4 * count { return true }
        return unicodeScalars.count >= count
    }
}
