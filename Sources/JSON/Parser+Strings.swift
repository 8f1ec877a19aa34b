// SPDX-License-Identifier: Apache-2.0

extension Parser {
    /// Reads a string, from behind its opening quote to behind its closing one.
    mutating func string() throws(ParseError) -> String {
        let start = position
        try skipPlainCharacters(of: start)
        if bytes[position] == UInt8(ascii: "\"") {
            defer { position += 1 }
            return String(decoding: bytes[start..<position], as: UTF8.self)
        }
        var text = Array(bytes[start..<position])
        while bytes[position] == UInt8(ascii: "\\") {
            position += 1
            try escape(of: start, into: &text)
            let plain = position
            try skipPlainCharacters(of: start)
            text.append(contentsOf: bytes[plain..<position])
        }
        position += 1
        return String(decoding: text, as: UTF8.self)
    }

    /// Moves to the next quote or backslash of the string that began at `start`.
    private mutating func skipPlainCharacters(of start: Int) throws(ParseError) {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): return
            case 0x00...0x1F: throw error("Invalid control character at")
            default: position += 1
            }
        }
        throw error("Unterminated string starting at", at: start - 1)
    }

    /// Reads what follows a backslash.
    private mutating func escape(of start: Int, into text: inout [UInt8]) throws(ParseError) {
        let backslash = position - 1
        guard let letter = next else {
            throw error("Unterminated string starting at", at: start - 1)
        }
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: try escapedScalar().utf8)
        default: throw error("Invalid \\escape", at: backslash)
        }
    }

    /// Reads the digits of `\uXXXX`, and of the `\uXXXX` behind it where the two are a pair.
    private mutating func escapedScalar() throws(ParseError) -> Unicode.Scalar {
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        let end = position
        let isFollowed =
            end + 6 < bytes.count && bytes[end] == UInt8(ascii: "\\")
            && bytes[end + 1] == UInt8(ascii: "u")
        if UTF16.isLeadSurrogate(first), isFollowed {
            position += 2
            let second = try codeUnit()
            let pair = 0x10000 + (UInt32(first & 0x3FF) << 10 | UInt32(second & 0x3FF))
            if UTF16.isTrailSurrogate(second), let scalar = Unicode.Scalar(pair) { return scalar }
            position = end
        }
        loneSurrogate = loneSurrogate ?? end - 6
        return "\u{FFFD}"
    }

    /// Reads four hexadecimal digits, which must not be the end of the text.
    private mutating func codeUnit() throws(ParseError) -> UInt16 {
        guard position + 4 < bytes.count else {
            throw error("Invalid \\uXXXX escape", at: position - 1)
        }
        var unit: UInt16 = 0
        for offset in 0..<4 {
            guard let digit = bytes[position + offset].hexadecimalValue else {
                throw error("Invalid \\uXXXX escape", at: position - 1)
            }
            unit = unit << 4 | UInt16(digit)
        }
        position += 4
        return unit
    }
}
