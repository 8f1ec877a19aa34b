// SPDX-License-Identifier: Apache-2.0

/// Why a value does not fit its schema, in the words of Python's jsonschema 4.26.
package struct ValidationError: Error, Equatable, CustomStringConvertible {
    /// What is wrong, in one line.
    package let message: String
    /// The message, and below it the part of the schema and the part of the value concerned.
    package let description: String

    /// A text ends after so many bytes, give or take a line: what it shows comes from the client.
    private static let limit = 1 << 20

    init(_ violation: Violation) {
        message = violation.message(upTo: ValidationError.limit)
        let schemaPath = ValidationError.index(violation.schemaPath.dropLast())
        description = """
            \(message)

            Failed validating \(violation.keyword.name.pythonRepresentation) in schema\(schemaPath):
                \(ValidationError.lines(of: violation.schema.value))

            On instance\(ValidationError.index(violation.path[...])):
                \(ValidationError.lines(of: violation.value))
            """
    }

    /// The steps of a path as indices, such as `['properties']['name']`.
    private static func index(_ path: ArraySlice<Violation.Step>) -> String {
        var text = PythonText()
        for step in path where text.width <= limit {
            text.append("[")
            switch step {
            case .key(let key): text.appendRepresentation(of: key, upTo: limit)
            case .index(let index): text.append(String(index))
            }
            text.append("]")
        }
        return String(decoding: text.bytes, as: UTF8.self)
    }

    private static func lines(of value: Value) -> String {
        PrettyPrinter.text(of: value, width: 72, margin: 4, limit: limit)
    }
}

extension Violation {
    /// What is wrong, in one line.
    ///
    /// Source: jsonschema 4.26, `_keywords.py`.
    fileprivate func message(upTo limit: Int) -> String {
        var shown: String { value.pythonRepresentation(upTo: limit) }
        switch keyword {
        case .type(let kind): return "\(shown) is not of type '\(kind)'"
        case .types(let kinds):
            let names = kinds.map { "'\($0)'" }.joined(separator: ", ")
            return "\(shown) is not of type \(names)"
        case .anyOf: return "\(shown) is not valid under any of the given schemas"
        case .enumeration(let values):
            return "\(shown) is not one of \(Value.array(values).pythonRepresentation())"
        case .minimum(let bound): return "\(shown) is less than the minimum of \(bound)"
        case .maximum(let bound):
            return "\(shown) is greater than the maximum of \(bound.pythonRepresentation())"
        case .minLength(let bound), .minItems(let bound):
            return "\(shown) \(bound == 1 ? "should be non-empty" : "is too short")"
        case .maxLength(let bound):
            return "\(shown) \(bound == 0 ? "is expected to be empty" : "is too long")"
        case .pattern(let pattern):
            return "\(shown) does not match \(pattern.text.pythonRepresentation)"
        case .format(let format): return "\(shown) is not a '\(format.name)'"
        case .uniqueItems: return "\(shown) has non-unique elements"
        case .noAdditionalProperties: return additionalProperties(upTo: limit)
        case .required: return "\(missing.pythonRepresentation) is a required property"
        case .minProperties(let bound):
            return "\(shown) "
                + (bound == 1 ? "should be non-empty" : "does not have enough properties")
        case .items, .properties, .patternProperties:
            preconditionFailure("its subschemas are what is violated")
        }
    }

    private func additionalProperties(upTo limit: Int) -> String {
        let extras = (value.object ?? [:]).keys.filter { !schema.knows($0) }
        let names = ValidationError.list(extras, upTo: limit)
        if schema.patterns.isEmpty {
            let verb = extras.count == 1 ? "was" : "were"
            return "Additional properties are not allowed (\(names) \(verb) unexpected)"
        }
        let verb = extras.count == 1 ? "does" : "do"
        let patterns = ValidationError.list(schema.patterns.map(\.text), upTo: limit)
        return "\(names) \(verb) not match any of the regexes: \(patterns)"
    }
}

extension ValidationError {
    /// The strings in quotes, in the order of their code points, cut after `limit` of these.
    fileprivate static func list(_ strings: [String], upTo limit: Int) -> String {
        var text = PythonText()
        for string in strings.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        where text.width <= limit {
            if text.width > 0 { text.append(", ") }
            text.appendRepresentation(of: string, upTo: limit)
        }
        return String(decoding: text.bytes, as: UTF8.self)
    }
}
