// SPDX-License-Identifier: Apache-2.0

/// Text as Python's `repr` writes it, which is how values stand in error messages.
struct PythonText {
    private(set) var bytes: [UInt8] = []
    /// How many code points were appended.
    private(set) var width = 0

    /// Appends text as it is.
    mutating func append(_ text: String) {
        for byte in text.utf8 { append(byte) }
    }

    private mutating func append(_ byte: UInt8) {
        bytes.append(byte)
        if byte & 0xC0 != 0x80 { width += 1 }
    }

    /// Appends `count` spaces.
    mutating func appendSpaces(_ count: Int) {
        bytes.append(contentsOf: repeatElement(0x20, count: count))
        width += count
    }

    /// Appends a value, or so much of it that `width` exceeds `limit`.
    ///
    /// Source: CPython, the `__repr__` of each type.
    mutating func appendRepresentation(of value: Value, upTo limit: Int) {
        switch value {
        case .null: append("None")
        case .bool(let bool): append(bool ? "True" : "False")
        case .integer(let integer): append(String(integer))
        case .largeInteger(let digits): append(digits)
        case .double(let double):
            let start = bytes.count
            bytes.appendPythonText(of: double)
            width += bytes.count - start
        case .string(let string): appendRepresentation(of: string, upTo: limit)
        case .array(let elements):
            append("[")
            for (index, element) in elements.enumerated() {
                if index > 0 { append(", ") }
                appendRepresentation(of: element, upTo: limit)
                guard width <= limit else { return }
            }
            append("]")
        case .object(let object):
            append("{")
            for (index, member) in object.members.enumerated() {
                if index > 0 { append(", ") }
                appendRepresentation(of: member.key, upTo: limit)
                append(": ")
                appendRepresentation(of: member.value, upTo: limit)
                guard width <= limit else { return }
            }
            append("}")
        }
    }

    /// Appends a string in quotes: double ones if it has single ones only.
    mutating func appendRepresentation(of string: String, upTo limit: Int) {
        // What cannot show up needs no look: a code point has four bytes at most.
        let visible = string.utf8.prefix(limit > Int.max / 4 ? .max : 4 * limit)
        let quote: UInt8 = visible.contains(0x27) && !visible.contains(0x22) ? 0x22 : 0x27
        append(quote)
        for scalar in string.unicodeScalars {
            append(scalar, quote: quote)
            guard width <= limit else { return }
        }
        append(quote)
    }

    private mutating func append(_ scalar: Unicode.Scalar, quote: UInt8) {
        switch scalar.value {
        case 0x5C, UInt32(quote):
            append(0x5C)
            append(UInt8(truncatingIfNeeded: scalar.value))
        case 0x20..<0x7F: append(UInt8(truncatingIfNeeded: scalar.value))
        case 0x0A: append("\\n")
        case 0x0D: append("\\r")
        case 0x09: append("\\t")
        case _ where scalar.isPrintable: append(String(scalar))
        case 0...0xFF: appendEscape("\\x", scalar, digits: 2)
        case 0...0xFFFF: appendEscape("\\u", scalar, digits: 4)
        default: appendEscape("\\U", scalar, digits: 8)
        }
    }

    private mutating func appendEscape(_ prefix: String, _ scalar: Unicode.Scalar, digits: Int) {
        let hexadecimal = String(scalar.value, radix: 16)
        append(prefix)
        append(String(repeating: "0", count: digits - hexadecimal.utf8.count) + hexadecimal)
    }
}

extension Unicode.Scalar {
    /// Whether Python's `str.isprintable` holds, up to the version of Unicode.
    ///
    /// Python 3.11 knows Unicode 14: it escapes the characters that came later.
    fileprivate var isPrintable: Bool {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
            .paragraphSeparator, .spaceSeparator:
            false
        default: true
        }
    }
}

extension Value {
    /// The value as Python's `repr` writes it, cut after `limit` code points.
    package func pythonRepresentation(upTo limit: Int = .max) -> String {
        var text = PythonText()
        text.appendRepresentation(of: self, upTo: limit)
        return String(decoding: text.bytes, as: UTF8.self)
    }
}

extension String {
    /// The string as Python's `repr` writes it, in quotes and with escapes.
    package var pythonRepresentation: String {
        Value.string(self).pythonRepresentation()
    }
}
