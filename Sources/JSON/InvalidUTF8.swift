// SPDX-License-Identifier: Apache-2.0

/// Bytes that are not UTF-8, with the sentence of Python's `UnicodeDecodeError`.
package struct InvalidUTF8: Error, Equatable, CustomStringConvertible {
    /// Python's sentence: the codec, the bytes, their place and the reason.
    package let description: String

    /// Looks for the first sequence of `bytes` that is not UTF-8; `nil` if all is well.
    ///
    /// Source: CPython, `unicode_decode_utf8`; the Unicode Standard, table 3-7.
    package init?(in bytes: [UInt8]) {
        if (try? UTF8Span(validating: bytes.span)) != nil { return nil }
        var position = 0
        while position < bytes.count {
            let length = InvalidUTF8.sequenceLength(bytes[position...])
            guard case .failure(let fault) = length else {
                if case .success(let length) = length { position += length }
                continue
            }
            let last = position + fault.length - 1
            description =
                fault.length == 1
                ? "'utf-8' codec can't decode byte 0x\(hexadecimal(bytes[position])) "
                    + "in position \(position): \(fault.reason)"
                : "'utf-8' codec can't decode bytes in position \(position)-\(last): \(fault.reason)"
            return
        }
        return nil
    }

    /// The wrong bytes at the beginning of a slice.
    private struct Fault: Error {
        let length: Int
        let reason: String
    }

    /// The length of the sequence at the beginning of `bytes`, which is not empty.
    private static func sequenceLength(_ bytes: ArraySlice<UInt8>) -> Result<Int, Fault> {
        let first = bytes[bytes.startIndex]
        // The second byte decides whether a form is overlong, a surrogate, or beyond U+10FFFF.
        let second: ClosedRange<UInt8>
        let length: Int
        switch first {
        case 0x00...0x7F: return .success(1)
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        default: return .failure(Fault(length: 1, reason: "invalid start byte"))
        }
        for offset in 1..<length {
            guard offset < bytes.count else {
                return .failure(Fault(length: bytes.count, reason: "unexpected end of data"))
            }
            let allowed = offset == 1 ? second : 0x80...0xBF
            guard allowed.contains(bytes[bytes.startIndex + offset]) else {
                return .failure(Fault(length: offset, reason: "invalid continuation byte"))
            }
        }
        return .success(length)
    }
}

/// Two small hexadecimal digits.
private func hexadecimal(_ byte: UInt8) -> String {
    (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
}
