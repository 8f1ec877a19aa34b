// SPDX-License-Identifier: Apache-2.0

// The few rules of Python's `str` and numbers that values in configuration files follow.

extension Unicode.Scalar {
    /// Whether Python's `str.strip` takes this character off.
    ///
    /// Source: Python 3 `str.isspace`.
    var isPythonWhitespace: Bool {
        switch value {
        case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F,
            0x205F, 0x3000:
            true
        default: false
        }
    }
}

/// Which ends of a text to trim.
enum TextEnd {
    case start, end, both
}

extension String {
    /// The text without the blanks at its ends, as Python's `strip`, `lstrip` and `rstrip`.
    func trimmingPythonWhitespace(_ side: TextEnd = .both) -> String {
        var scalars = Substring(self).unicodeScalars
        if side != .end { scalars = scalars.drop { $0.isPythonWhitespace } }
        if side != .start {
            while let last = scalars.last, last.isPythonWhitespace { scalars.removeLast() }
        }
        return String(scalars)
    }

    /// The parts between the occurrences of an ASCII character, empty ones too.
    func parts(separatedBy separator: Unicode.Scalar) -> [String] {
        unicodeScalars.split(separator: separator, omittingEmptySubsequences: false)
            .map { String($0) }
    }

    /// The text as Python's `repr` writes it, where all characters beyond ASCII can be printed.
    var pythonQuoted: String {
        let quote: Unicode.Scalar = contains("'") && !contains("\"") ? "\"" : "'"
        var text = String(quote)
        for scalar in unicodeScalars {
            switch scalar {
            case quote, "\\": text += "\\\(scalar)"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\0"..<" ", "\u{7F}":
                let digits = String(scalar.value, radix: 16)
                text += "\\x" + (digits.utf8.count == 1 ? "0" : "") + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + String(quote)
    }

    /// The digits of a number without Python's grouping underscores, or `nil` where one is misplaced.
    ///
    /// Source: PEP 515: an underscore may stand only between two digits.
    var withoutDigitSeparators: String? {
        guard contains("_") else { return self }
        let bytes = Array(utf8)
        func isDigit(_ index: Int) -> Bool {
            bytes.indices.contains(index) && (0x30...0x39).contains(bytes[index])
        }
        let separators = bytes.indices.filter { bytes[$0] == 0x5F }
        guard separators.allSatisfy({ isDigit($0 - 1) && isDigit($0 + 1) }) else { return nil }
        return String(decoding: bytes.filter { $0 != 0x5F }, as: UTF8.self)
    }
}
