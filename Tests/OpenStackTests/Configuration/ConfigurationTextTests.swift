// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OpenStack

@Suite struct ConfigurationTextTests {
    @Test(arguments: [
        ("it's", "\"it's\""), ("a\u{85}\u{A0}\u{200B}é", #"'a\x85\xa0\u200bé'"#),
        ("\\\t\u{7F}", #"'\\\t\x7f'"#),
    ])
    func `texts are quoted as by Python, with escapes for what cannot be seen`(
        text: String, quoted: String
    ) {
        #expect(text.pythonQuoted == quoted)
    }

    @Test func `the ends are trimmed of what Python holds for blanks`() {
        let blanks = "\u{1C}\u{85}\u{A0}\u{3000}\t"
        #expect("\(blanks)a b\(blanks)".trimmingPythonWhitespace() == "a b")
        #expect("\u{200B}".trimmingPythonWhitespace() == "\u{200B}")
    }
}
