// SPDX-License-Identifier: Apache-2.0

extension Value {
    /// The integer that Python's `int(text, radix)` reads, `nil` where it raises `ValueError`.
    ///
    /// Spaces around, a sign, single underscores between digits and the decimal digits of all
    /// scripts are read: ` +1_0` is 10. Becomes ``integer(_:)`` or ``largeInteger(_:)``; a large
    /// one is read with radix 10 only.
    /// Source: CPython, `PyLong_FromUnicodeObject`.
    package init?(pythonInteger text: String, radix: Int = 10) {
        guard let number = PythonInteger(text, radix: radix) else { return nil }
        if let integer = Int(number.literal, radix: radix) {
            self = .integer(integer)
        } else if radix == 10 {
            self = .largeInteger(number.literal)
        } else {
            return nil
        }
    }
}

/// The text of an integer, cleared of all that Python lets stand beside the digits.
struct PythonInteger {
    /// A minus sign where the number is negative, and digits without leading zeros.
    let literal: String

    /// How many digits a number may have whose radix is no power of two.
    private static let mostDigits = 4300

    init?(_ text: String, radix: Int) {
        var bytes = PythonInteger.ascii(text)[...]
        bytes = bytes.drop(while: isSpace)
        while let last = bytes.last, isSpace(last) { bytes.removeLast() }
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
        if radix == 16, bytes.starts(with: "0x".utf8) || bytes.starts(with: "0X".utf8) {
            bytes.removeFirst(2)
            if bytes.first == UInt8(ascii: "_") { bytes.removeFirst() }
        }
        guard let digits = PythonInteger.digits(bytes, radix: radix) else { return nil }
        if radix == 10, digits.count > PythonInteger.mostDigits { return nil }
        let significant = digits.drop { $0 == UInt8(ascii: "0") }
        if significant.isEmpty {
            literal = "0"
        } else {
            literal = (isNegative ? "-" : "") + String(decoding: significant, as: UTF8.self)
        }
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

/// What C's `isspace` holds for a space.
private func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
}

extension Unicode.Scalar {
    /// Whether Python's `str.isspace` holds, which `\s` asks too.
    var isPythonSpace: Bool {
        switch value {
        case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029,
            0x202F, 0x205F, 0x3000:
            true
        default: false
        }
    }
}
