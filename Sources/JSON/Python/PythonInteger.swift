// SPDX-License-Identifier: Apache-2.0

/// An integer as Python's `int()` reads it from text, which clients of the reference can see.
///
/// White space around is dropped; a sign, single underscores between digits, and the decimal digits
/// of all scripts are fine: ` +1_0` is 10. Source: CPython, `PyLong_FromUnicodeObject`.
package struct PythonInteger: Equatable, Sendable {
    /// The number in ASCII: a minus sign if it is negative, and digits without leading zeros.
    package let literal: String
    private let radix: Int

    /// How many digits a number may have whose radix is no power of two.
    static let mostDigits = 4300

    /// The number that `text` spells; `nil` where Python raises `ValueError`.
    ///
    /// - Parameters:
    ///   - text: What a client sent.
    ///   - radix: 10 or 16; with 16 the digits may follow `0x`.
    package init?(_ text: String, radix: Int = 10) {
        guard let (isNegative, digits) = PythonInteger.parts(of: text, radix: radix) else {
            return nil
        }
        if radix == 10, digits.count > PythonInteger.mostDigits { return nil }
        let significant = digits.drop { $0 == UInt8(ascii: "0") }
        let magnitude = significant.isEmpty ? "0" : String(decoding: significant, as: UTF8.self)
        literal = isNegative && !significant.isEmpty ? "-" + magnitude : magnitude
        self.radix = radix
    }

    /// The number, or `Int.max` or `Int.min` if it is beyond them.
    package var value: Int {
        Int(literal, radix: radix) ?? (literal.utf8.first == UInt8(ascii: "-") ? .min : .max)
    }

    /// The number that `text` spells in base 10, bounded to `Int`; `nil` if the text is none.
    package static func value(of text: String) -> Int? {
        PythonInteger(text)?.value
    }

    /// The sign and the digits of a number of any length, leading zeros included.
    private static func parts(
        of text: String, radix: Int
    ) -> (isNegative: Bool, digits: [UInt8])? {
        var bytes = ascii(text)[...]
        bytes = bytes.drop(while: isSpace)
        while let last = bytes.last, isSpace(last) { bytes.removeLast() }
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
        if radix == 16, bytes.starts(with: "0x".utf8) || bytes.starts(with: "0X".utf8) {
            bytes.removeFirst(2)
            if bytes.first == UInt8(ascii: "_") { bytes.removeFirst() }
        }
        return digits(bytes, radix: radix).map { (isNegative, $0) }
    }

    /// The text with spaces and digits of all scripts in ASCII, and `?` for what else is not.
    private static func ascii(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { scalar in
            if scalar.isASCII { return UInt8(truncatingIfNeeded: scalar.value) }
            if scalar.isPythonSpace { return UInt8(ascii: " ") }
            let properties = scalar.properties
            guard properties.numericType == .decimal, let value = properties.numericValue else {
                return UInt8(ascii: "?")
            }
            return UInt8(ascii: "0") + UInt8(value)
        }
    }

    /// The digits without the underscores between them; `nil` if anything else is there.
    private static func digits(_ bytes: ArraySlice<UInt8>, radix: Int) -> [UInt8]? {
        var digits: [UInt8] = []
        var wasDigit = false
        for byte in bytes {
            if byte == UInt8(ascii: "_") {
                guard wasDigit else { return nil }
                wasDigit = false
            } else {
                guard let value = byte.hexadecimalValue, value < radix else { return nil }
                digits.append(byte)
                wasDigit = true
            }
        }
        return wasDigit ? digits : nil
    }
}

extension PythonInteger {
    /// What Python says of a text that is no decimal integer.
    package static func complaint(about text: String) -> String {
        if let digits = parts(of: text, radix: 10)?.digits, digits.count > mostDigits {
            return tooLong(digits.count)
        }
        let quoted = text.pythonRepresentation.unicodeScalars.prefix(200)
        return "invalid literal for int() with base 10: \(String(quoted))"
    }

    /// What Python says of a number with too many digits, in JSON too.
    static func tooLong(_ digits: Int) -> String {
        "Exceeds the limit (\(mostDigits) digits) for integer string conversion: value has "
            + "\(digits) digits; use sys.set_int_max_str_digits() to increase the limit"
    }

    /// The text without white space around it, as Python's `str.strip()` leaves it.
    package static func stripped(_ text: Substring) -> Substring {
        var scalars = text.unicodeScalars
        while let first = scalars.first, first.isPythonSpace { scalars.removeFirst() }
        while let last = scalars.last, last.isPythonSpace { scalars.removeLast() }
        return Substring(scalars)
    }
}

/// What C's `isspace` holds for a space.
private func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
}

extension Unicode.Scalar {
    /// Whether Python's `str.isspace` holds, which `str.strip` and `\s` ask too.
    package var isPythonSpace: Bool {
        switch value {
        case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029,
            0x202F, 0x205F, 0x3000:
            true
        default: false
        }
    }
}
