// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

@Suite struct WriterTests {
    @Test func `separators stand where Python puts them`() {
        var json = Writer()
        json.object { json in
            json.member("name", "node1")
            json.member("parent", nil as String?)
            json.array("numbers") { json in
                json.value(1)
                json.value(2.0)
                json.array { _ in }
            }
            json.object("nested") { json in json.member("yes", true) }
            json.member("tree", ["a": [1, nil], "b": [:]] as Value)
        }
        #expect(
            String(decoding: json.bytes, as: UTF8.self) == """
                {"name": "node1", "parent": null, "numbers": [1, 2.0, []], \
                "nested": {"yes": true}, "tree": {"a": [1, null], "b": {}}}
                """)
    }

    @Test func `what is JSON already is taken as it is`() {
        var json = Writer()
        json.object { json in
            json.key(encoded: Array(#""a""#.utf8))
            json.value(encoded: Array("[1]".utf8))
            json.member("b", 2)
        }
        #expect(String(decoding: json.bytes, as: UTF8.self) == #"{"a": [1], "b": 2}"#)
    }

    @Test func `characters that are not printable ASCII are escaped`() {
        #expect(
            encoded("a\"b\\c/\u{8}\t\n\u{C}\r\u{0}\u{7F}é€\u{1F600}")
                == #""a\"b\\c/\b\t\n\f\r\u0000\u007f\u00e9\u20ac\ud83d\ude00""#)
    }

    @Test(arguments: [0, 7, -7, 10, 1234567890, Int.max, Int.min])
    func `integers are written in decimal digits`(integer: Int) {
        #expect(encoded(.integer(integer)) == String(integer))
    }

    @Test func `doubles are written as Python's repr writes them`() throws {
        for row in try fixture("numbers.jsonl") {
            let bits = try #require(row[0].string.flatMap { UInt64($0, radix: 16) })
            let value = Value.double(Double(bitPattern: bits))
            #expect(.string(value.pythonRepresentation()) == row[1])
        }
    }

    @Test func `infinities and NaN are written as JavaScript names them`() {
        #expect(
            encoded([.double(.infinity), .double(-.infinity), .double(.nan)])
                == "[Infinity, -Infinity, NaN]")
    }
}
