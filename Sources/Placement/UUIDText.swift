// SPDX-License-Identifier: Apache-2.0

/// UUIDs as clients write them.
package enum UUIDText {
    /// The 36 letters that a UUID is stored as: small, with dashes, or `nil` if it is none.
    ///
    /// Braces around, `urn:` and `uuid:`, capitals, and dashes anywhere or nowhere are fine.
    /// Source: oslo.utils `uuidutils.is_uuid_like`; Python library reference, `uuid.UUID`.
    package static func normalized(_ text: String) -> String? {
        if isNormal(text) { return text }
        var digits: [UInt8] = []
        digits.reserveCapacity(36)
        let bytes = removing(
            Array("uuid:".utf8), from: removing(Array("urn:".utf8), from: Array(text.utf8)))
        let braces: Set<UInt8> = [0x7B, 0x7D]
        let inner = bytes.drop { braces.contains($0) }
        let end = inner.lastIndex { !braces.contains($0) }.map { $0 + 1 } ?? inner.startIndex
        for byte in inner[..<end] where byte != 0x2D {
            guard let digit = smallHexDigit(byte), digits.count < 36 else { return nil }
            if [8, 13, 18, 23].contains(digits.count) { digits.append(0x2D) }
            digits.append(digit)
        }
        return digits.count == 36 ? String(decoding: digits, as: UTF8.self) : nil
    }

    /// A new random UUID (RFC 9562, version 4).
    package static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        let high = generator.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for half in [high, low] {
            for shift in stride(from: 60, through: 0, by: -4) {
                if [8, 13, 18, 23].contains(text.count) { text.append(0x2D) }
                let digit = UInt8(truncatingIfNeeded: half >> UInt64(shift)) & 0xF
                text.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func isNormal(_ text: String) -> Bool {
        guard text.utf8.count == 36 else { return false }
        var position = 0
        for byte in text.utf8 {
            switch position {
            case 8, 13, 18, 23: guard byte == 0x2D else { return false }
            default:
                guard smallHexDigit(byte) == byte else { return false }
            }
            position += 1
        }
        return true
    }

    private static func smallHexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39, 0x61...0x66: byte
        case 0x41...0x46: byte | 0x20
        default: nil
        }
    }

    /// The bytes without each `word` in them, sought from left to right once.
    private static func removing(_ word: [UInt8], from bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var rest = bytes[...]
        while let first = rest.first {
            if rest.starts(with: word) {
                rest = rest.dropFirst(word.count)
            } else {
                result.append(first)
                rest = rest.dropFirst()
            }
        }
        return result
    }
}
