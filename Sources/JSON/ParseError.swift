// SPDX-License-Identifier: Apache-2.0

/// Why a text is no JSON, in the words of Python's `json.loads`.
package struct ParseError: Error, Equatable, CustomStringConvertible {
    /// The whole sentence, such as `Expecting value: line 1 column 1 (char 0)`.
    package let description: String

    init(_ description: String) {
        self.description = description
    }

    /// An error at a place in the text.
    ///
    /// Lines and columns count from 1, `char` from 0, all in code points.
    init(_ message: String, in bytes: [UInt8], at position: Int) {
        var line = 1
        var character = 0
        var lineStart = 0
        for byte in bytes.prefix(position) where byte & 0xC0 != 0x80 {
            character += 1
            if byte == UInt8(ascii: "\n") {
                line += 1
                lineStart = character
            }
        }
        let column = character - lineStart + 1
        description = "\(message): line \(line) column \(column) (char \(character))"
    }
}
