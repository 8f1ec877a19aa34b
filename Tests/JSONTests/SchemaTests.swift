// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JSON

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
            ([.largeInteger(twoTo1000), 0x1p1000], false),
            ([.largeInteger("-" + twoTo1000), -0x1p1000], false),
            ([.largeInteger(twoTo1000), -0x1p1000], true),
            ([.integer(.max), 0x1p63], true), ([.integer(.min), -0x1p63], false),
            ([.integer(.max - 1023), 0x1.fffffffffffffp62], false),
            ([.integer(.max), .double(.infinity)], true),
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

    /// 2^1000 has 302 digits and is itself a double.
    @Test func `a large integer is compared with a double digit by digit`() {
        let schema: Schema = [.uniqueItems]
        let successor = String(SchemaTests.twoTo1000.dropLast()) + "7"
        #expect(schema.allows([.largeInteger(successor), 0x1p1000]))
        let values: [Value] = [
            .double(-.infinity), .largeInteger("-" + successor), -0x1p1000, -0x1p63, .integer(.min),
            0x1p62, .integer(.max), 0x1p63, .largeInteger("9223372036854775809"), 0x1p64, 0x1p1000,
            .largeInteger(successor), 0x1p1001,
            .largeInteger("1" + String(repeating: "0", count: 400)),
            .double(.infinity),
        ]
        for (position, left) in values.enumerated() {
            for (otherPosition, right) in values.enumerated() {
                let isEqual =
                    position == otherPosition || left == -0x1p63 && right == .integer(.min)
                    || right == -0x1p63 && left == .integer(.min)
                let expected: Order =
                    isEqual ? .same : position < otherPosition ? .ascending : .descending
                #expect(left.numericOrder(to: right) == expected, "\(left) \(right)")
            }
        }
    }

    /// Spelling 1e308 out takes a thousand steps at least, and here it would be for each comparison.
    @Test func `doubles beyond all integers are compared without spelling them out`() {
        let numbers: [Value] = (0..<5_000).flatMap {
            [.integer($0), .double(1e308 - Double($0) * 1e295)]
        }
        #expect(Schema([.uniqueItems]).allows(.array(numbers)))
        #expect(!Schema([.items([.maximum(1)])]).allows(.array(numbers)))
    }

    private static let twoTo1000 =
        "10715086071862673209484250490600018105614048117055336074437503883703510511249361"
        + "22493198378815695858127594672917553146825187145285692314043598457757469857480393"
        + "45677748242309854210746050623711418779541821530464749835819412673987675591655439"
        + "46077062914571196477686542167660429831652624386837205668069376"

    @Test func `a refusal does not grow with the square of what was sent`() {
        let key = String(repeating: "k", count: 100_000)
        let elements = [Value](repeating: "an element that breaks the line", count: 1000)
        let value: Value = .object(["name": "abc", key: .array(elements)])
        let text = refusal(value)?.description ?? ""
        #expect(text.utf8.count < 4_000_000)
        #expect(text.hasPrefix("Additional properties are not allowed ('kkk"))
    }

    /// One key stood five times as long as it was, three times over.
    @Test func `keys are cut as values are`() {
        let limit = 1 << 20
        let key = String(repeating: "\u{80}", count: 2 * limit)
        let unknown = refusal(.object(["name": "abc", key: 1]))?.description ?? ""
        #expect(unknown.utf8.count < 2 * limit + 1_000)
        #expect(unknown.hasPrefix("Additional properties are not allowed ('\\x80"))
        #expect(unknown.contains(" was unexpected)\n"))
        let longKey = String(repeating: "k", count: 2 * limit)
        let many: Schema = [
            .patternProperties(["^k+$": [.type(.integer)]]), .noAdditionalProperties,
        ]
        let inPath = refusal(.object([longKey: "x"]), by: many)?.description ?? ""
        #expect(inPath.utf8.count < limit + 1_000)
        #expect(inPath.hasSuffix(":\n    'x'"))
        let names = (0..<limit / 8).map { ("\($0)", Value.null) }
        let refused = refusal(.object(Object(names)), by: many)?.description ?? ""
        #expect(refused.utf8.count < 2 * limit + 1_000)
        #expect(refused.contains(" do not match any of the regexes: '^k+$'\n"))
    }
}
