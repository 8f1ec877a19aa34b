// SPDX-License-Identifier: Apache-2.0

import JSON

// The few rules of Python's `str` and numbers that values in configuration files follow.

/// Which ends of a text to trim.
enum TextEnd {
    case start, end, both
}

extension String {
    /// The text without the blanks at its ends, as Python's `strip`, `lstrip` and `rstrip`.
    func trimmingPythonWhitespace(_ side: TextEnd = .both) -> String {
        var scalars = Substring(self).unicodeScalars
        if side != .end { scalars = scalars.drop { $0.isPythonSpace } }
        if side != .start {
            while let last = scalars.last, last.isPythonSpace { scalars.removeLast() }
        }
        return String(scalars)
    }

    /// The parts between the occurrences of an ASCII character, empty ones too.
    func parts(separatedBy separator: Unicode.Scalar) -> [String] {
        unicodeScalars.split(separator: separator, omittingEmptySubsequences: false)
            .map { String($0) }
    }

    /// The text as Python's `repr` writes it.
    var pythonQuoted: String { pythonRepresentation }

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
