// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

@Suite struct SchemaTests {
    private let schema: Schema = [
        .type(.object),
        .properties([
            "name": [.type(.string), .maxLength(3)],
            "ids": [.type(.array), .items([.type(.string), .format(.uuid)]), .uniqueItems],
        ]),
        .required(["name"]),
        .noAdditionalProperties,
    ]

    private func refusal(_ value: Value, by schema: Schema? = nil) -> ValidationError? {
        do {
            try (schema ?? self.schema).validate(value)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a valid value passes`() {
        #expect(refusal(["name": "abc", "ids": ["d9b0f9a8a2ab4b1e8f9a2b3c4d5e6f70"]]) == nil)
        #expect(schema.allows(["name": "é€😀"]))
        #expect(!schema.allows(["name": "abcd"]))
    }

    @Test func `the whole refusal names the rule, its schema and the value`() {
        #expect(
            refusal(["name": "it's", "ids": []])?.description == """
                "it's" is too long

                Failed validating 'maxLength' in schema['properties']['name']:
                    {'type': 'string', 'maxLength': 3}

                On instance['name']:
                    "it's"
                """)
    }

    @Test func `the violation nearest to the top is told`() {
        #expect(
            refusal(["ids": [1]])?.message == "'name' is a required property")
    }

    @Test(
        arguments: [
            ([1, 1.0], false), ([1, true], true), ([0, false], true), ([[1], [1.0]], false),
            ([[1], [true]], true), ([nil, nil], false), (["a", "a"], false), (["1", 1], true),
            ([["a": 1, "b": 2], ["b": 2, "a": 1.0]], false), ([["a": 1], ["a": 2]], true),
            ([.double(.nan), .double(.nan)], false),
            ([.largeInteger("100000000000000000000"), 1e20], false),
            ([.largeInteger("100000000000000000001"), 1e20], true),
        ] as [(Value, Bool)])
    func `numbers are equal by value, and true is no number`(array: Value, isUnique: Bool) {
        let schema: Schema = [.uniqueItems]
        #expect(schema.allows(array) == isUnique)
    }

    @Test(
        arguments: [
            (2, true), (1.0, true), (1.5, true), (0.5, false), (-1, false), ("x", true),
            (.largeInteger("99999999999999999999"), true),
            (.largeInteger("-99999999999999999999"), false), (.double(.nan), true),
            (.double(.infinity), true), (false, true),
        ] as [(Value, Bool)])
    func `a minimum holds for numbers only`(value: Value, isAllowed: Bool) {
        let schema: Schema = [.minimum(1)]
        #expect(schema.allows(value) == isAllowed)
    }

    @Test(
        arguments: [
            (1, true), (10.0, true), (1e300, true), (.largeInteger("99999999999999999999"), true),
            (1.5, false), (true, false), (.double(.infinity), false), (.double(.nan), false),
            ("1", false), (nil, false),
        ] as [(Value, Bool)])
    func `a number without a fraction is an integer`(value: Value, isInteger: Bool) {
        let schema: Schema = [.type(.integer)]
        #expect(schema.allows(value) == isInteger)
    }

    @Test(arguments: [
        ("4c6a8b0e-2f57-4a5c-9d3e-1b2c3d4e5f60", true, true),
        ("4C6A8B0E-2F57-4A5C-9D3E-1B2C3D4E5F60", true, true),
        ("4c6a8b0e2f574a5c9d3e1b2c3d4e5f60", true, false),
        ("{4c6a8b0e2f574a5c9d3e1b2c3d4e5f60}", true, false),
        ("urn:uuid:4c6a8b0e2f574a5c9d3e1b2c3d4e5f60", true, false),
        ("4c6a8b0e-2f57-4a5c-9d3e-1b2c3d4e5f_0", false, true),
        ("4c6a8b0e-2f57-4a5c-9d3e-1b2c3d4e5f6", false, false),
        ("4c6a8b0e-2f57-4a5c-9d3e-1b2c3d4e5f6g", false, false),
        ("", false, false),
    ])
    func `a UUID has other forms in a body than in a query`(
        text: String, inBody: Bool, inQuery: Bool
    ) {
        #expect(Schema([.format(.uuid)]).allows(.string(text)) == inBody)
        #expect(Schema([.format(.dashedUUID)]).allows(.string(text)) == inQuery)
    }

    @Test func `a refusal does not grow with the square of what was sent`() {
        let key = String(repeating: "k", count: 100_000)
        let elements = [Value](repeating: "an element that breaks the line", count: 1000)
        let value: Value = .object(["name": "abc", key: .array(elements)])
        let text = refusal(value)?.description ?? ""
        #expect(text.utf8.count < 4_000_000)
        #expect(text.hasPrefix("Additional properties are not allowed ('kkk"))
    }
}
