// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

@Suite struct PythonIntegerTests {
    @Test func `texts are read and refused as by Python's int`() throws {
        for row in try fixture("integers.jsonl") {
            let text = try #require(row[0].string)
            let result: [Value] =
                if let integer = PythonInteger(text) {
                    ["value", .string(integer.literal)]
                } else {
                    ["error", .string(PythonInteger.complaint(about: text))]
                }
            #expect(result == Array(row[1...]), "\(text)")
        }
    }

    @Test func `a number beyond Int is bounded`() {
        #expect(PythonInteger.value(of: "99999999999999999999") == Int.max)
        #expect(PythonInteger.value(of: "-99999999999999999999") == Int.min)
        #expect(PythonInteger.value(of: "-9223372036854775808") == Int.min)
    }

    @Test(arguments: [("ff", 255), ("0xFF", 255), ("0x_f_f", 255), ("+0Xf", 15)])
    func `hexadecimal digits are read with radix 16`(text: String, number: Int) {
        #expect(PythonInteger(text, radix: 16)?.value == number)
    }

    @Test(arguments: ["g", "0x", "_f", "f_", "f__f", "0x__f", ""])
    func `what is no hexadecimal number is refused`(text: String) {
        #expect(PythonInteger(text, radix: 16) == nil)
    }

    @Test func `white space of all scripts is stripped`() {
        #expect(PythonInteger.stripped("\u{3000}\u{1F} a b\u{85}") == "a b")
    }
}
