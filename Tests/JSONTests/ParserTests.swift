// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JSON

@Suite struct ParserTests {
    @Test func `every kind of value is read`() throws {
        let text = #"{"a": [null, true, false, -12, 1.50, "x", {}], "b": []}"#
        let value = try Value(parsing: Array(text.utf8))
        #expect(value == ["a": [nil, true, false, -12, 1.5, "x", [:]], "b": []])
    }

    @Test func `documents are read and refused as by Python`() throws {
        for row in try fixture("documents.jsonl") {
            let document = try #require(row[0].string)
            let result: [Value]
            do {
                let value = try Value(parsing: bytes(document))
                result = ["value", .string(encoded(value))]
            } catch let error as ParseError {
                result = ["error", .string(error.description)]
            }
            #expect(result == Array(row[1...]), "\(document)")
        }
    }

    @Test(arguments: [
        ("", "Expecting value: line 1 column 1 (char 0)"),
        ("{", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ("[1,\n é]", "Expecting value: line 2 column 2 (char 5)"),
        ("1 2", "Extra data: line 1 column 3 (char 2)"),
        ("\"a\u{1}\"", "Invalid control character at: line 1 column 3 (char 2)"),
    ])
    func `a text that is no JSON is refused in Python's words`(text: String, sentence: String) {
        #expect(throws: ParseError(sentence)) { try Value(parsing: Array(text.utf8)) }
    }

    @Test(arguments: [#""\ud800""#, #""\udc00""#, #""\ud800x""#, #""\ud800\u0041""#])
    func `half of a surrogate pair is refused, though Python takes it`(text: String) {
        let error = ParseError("Lone surrogate in a string: line 1 column 2 (char 1)")
        #expect(throws: error) { try Value(parsing: Array(text.utf8)) }
    }

    @Test func `the number of values has a limit`() throws {
        func read(_ text: String, mostValues: Int) throws -> Value {
            var parser = Parser(Array(text.utf8), mostValues: mostValues)
            return try parser.value(depth: 0)
        }
        #expect(try read(#"{"a": [1, []]}"#, mostValues: 4) == ["a": [1, []]])
        let error = ParseError("More than 3 values: line 1 column 11 (char 10)")
        #expect(throws: error) { try read(#"{"a": [1, []]}"#, mostValues: 3) }
    }

    @Test(arguments: ["[", "{\"a\":"])
    func `the nesting has a limit`(bracket: String) throws {
        let closing = bracket == "[" ? "]" : "}"
        let text = { (depth: Int) in
            Array((repeated(bracket, depth) + "1" + repeated(closing, depth)).utf8)
        }
        #expect(throws: Never.self) { try Value(parsing: text(Parser.deepestNesting)) }
        #expect(throws: ParseError.self) { try Value(parsing: text(Parser.deepestNesting + 1)) }
        #expect(throws: ParseError.self) { try Value(parsing: text(100_000)) }
    }
}

private func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
}
