// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JSON

@Suite struct ParserTests {
    @Test func `every kind of value is read`() throws {
        let text = #"{"a": [null, true, false, -12, 1.50, "x", {}], "b": []}"#
        let value = try Value(parsing: Array(text.utf8))
        #expect(value == ["a": [nil, true, false, -12, 1.5, "x", [:]], "b": []])
    }

    @Test func `the last of repeated keys wins in the place of the first`() throws {
        let value = try Value(parsing: Array(#"{"a": 1, "b": 2, "a": 3}"#.utf8))
        #expect(String(decoding: value.encoded, as: UTF8.self) == #"{"a": 3, "b": 2}"#)
    }

    @Test(arguments: [
        ("", "Expecting value: line 1 column 1 (char 0)"),
        ("{", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ("[1,\n é]", "Expecting value: line 2 column 2 (char 5)"),
        ("1 2", "Extra data: line 1 column 3 (char 2)"),
        ("\"a\u{1}\"", "Invalid control character at: line 1 column 3 (char 2)"),
        (#""\ud800""#, "Lone surrogate in a string: line 1 column 2 (char 1)"),
    ])
    func `a text that is no JSON is refused in Python's words`(
        text: String, sentence: String
    ) {
        #expect(throws: ParseError(sentence)) { try Value(parsing: Array(text.utf8)) }
    }

    @Test func `a hundred thousand brackets are refused, not followed`() {
        let text = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
        #expect(throws: ParseError.self) { try Value(parsing: text) }
    }
}
