// SPDX-License-Identifier: Apache-2.0

/// A JSON Schema: the keywords that the API's schemas use, in the order in which they are checked.
///
/// Written as a list, in the order of the reference, since error messages print the schema.
/// Source: JSON Schema draft 2020-12, as Python's jsonschema 4.26 understands it.
package struct Schema: Sendable, ExpressibleByArrayLiteral {
    /// The keywords in order, each kind at most once.
    package let keywords: [Keyword]

    /// The names that `properties` lists, for `additionalProperties`.
    let names: [String]
    /// The patterns that `patternProperties` lists, for `additionalProperties`.
    let patterns: [Pattern]

    package init(arrayLiteral keywords: Keyword...) {
        self.init(keywords)
    }

    /// A schema of `keywords`, in the order in which they are checked.
    package init(_ keywords: [Keyword]) {
        self.keywords = keywords
        var names: [String] = []
        var patterns: [Pattern] = []
        for keyword in keywords {
            switch keyword {
            case .properties(let properties): names = properties.names
            case .patternProperties(let properties): patterns = properties.members.map(\.pattern)
            default: break
            }
        }
        self.names = names
        self.patterns = patterns
    }

    /// A kind of value.
    package enum Kind: String, Sendable {
        case null, boolean, integer, number, string, array, object
    }

    /// One rule of a schema.
    package enum Keyword: Sendable {
        case type(Kind)
        /// Any of several kinds; printed as a list, even of one.
        case types([Kind])
        case anyOf([Schema])
        case enumeration([Value])

        case minimum(Int)
        case maximum(Value)

        case minLength(Int)
        case maxLength(Int)
        case pattern(Pattern)
        case format(Format)

        case items(Schema)
        case minItems(Int)
        case uniqueItems

        case properties(Properties)
        case patternProperties(PatternProperties)
        /// `additionalProperties: false`, the only form in use.
        case noAdditionalProperties
        case required([String])
        case minProperties(Int)
    }

    /// The members that an object may have, with what each must be.
    package struct Properties: Sendable, ExpressibleByDictionaryLiteral {
        let members: [(name: String, schema: Schema)]

        package init(dictionaryLiteral members: (String, Schema)...) {
            self.init(members)
        }

        /// Members in the order in which they are checked.
        package init(_ members: [(String, Schema)]) {
            self.members = members.map { (name: $0.0, schema: $0.1) }
        }

        /// The members' names in order.
        package var names: [String] { members.map(\.name) }

        /// Both, those of `other` behind.
        package static func + (properties: Properties, other: Properties) -> Properties {
            Properties((properties.members + other.members).map { ($0.name, $0.schema) })
        }
    }

    /// What the members must be whose names match a pattern.
    package struct PatternProperties: Sendable, ExpressibleByDictionaryLiteral {
        let members: [(pattern: Pattern, schema: Schema)]

        package init(dictionaryLiteral members: (Pattern, Schema)...) {
            self.members = members.map { (pattern: $0.0, schema: $0.1) }
        }
    }
}

extension Schema {
    /// The schema as JSON, as error messages print it.
    package var value: Value {
        .object(Object(keywords.map { ($0.name, $0.value) }))
    }
}

extension Schema.Keyword {
    /// The keyword's name in JSON Schema.
    var name: String {
        switch self {
        case .type, .types: "type"
        case .anyOf: "anyOf"
        case .enumeration: "enum"
        case .minimum: "minimum"
        case .maximum: "maximum"
        case .minLength: "minLength"
        case .maxLength: "maxLength"
        case .pattern: "pattern"
        case .format: "format"
        case .items: "items"
        case .minItems: "minItems"
        case .uniqueItems: "uniqueItems"
        case .properties: "properties"
        case .patternProperties: "patternProperties"
        case .noAdditionalProperties: "additionalProperties"
        case .required: "required"
        case .minProperties: "minProperties"
        }
    }

    /// What stands behind the keyword's name in JSON.
    var value: Value {
        switch self {
        case .type(let kind): .string(kind.rawValue)
        case .types(let kinds): .array(kinds.map { .string($0.rawValue) })
        case .anyOf(let schemas): .array(schemas.map(\.value))
        case .enumeration(let values): .array(values)
        case .minimum(let bound), .minLength(let bound), .maxLength(let bound),
            .minItems(let bound), .minProperties(let bound):
            .integer(bound)
        case .maximum(let bound): bound
        case .pattern(let pattern): .string(pattern.text)
        case .format(let format): .string(format.name)
        case .items(let schema): schema.value
        case .uniqueItems: true
        case .properties(let properties):
            .object(Object(properties.members.map { ($0.name, $0.schema.value) }))
        case .patternProperties(let properties):
            .object(Object(properties.members.map { ($0.pattern.text, $0.schema.value) }))
        case .noAdditionalProperties: false
        case .required(let names): .array(names.map { .string($0) })
        }
    }
}
