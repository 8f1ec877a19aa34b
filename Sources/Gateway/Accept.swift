// SPDX-License-Identifier: Apache-2.0

/// An `Accept` header: the media ranges that a client takes, and how gladly.
///
/// Source: RFC 7231, 5.3.2, in the reading of WebOb 1.8 `acceptparse.py`: a header outside the
/// grammar accepts everything.
package struct Accept: Equatable, Sendable {
    private struct Range: Equatable {
        var type: String
        var subtype: String
        var parameters: [Parameter]
        var thousandths: Int
    }

    private struct Parameter: Equatable {
        var name: String
        var value: String
    }

    /// `nil` for a header outside the grammar.
    private let ranges: [Range]?

    package init(_ header: String) {
        var scanner = Scanner(header)
        ranges = scanner.ranges()
    }

    /// Whether the header states a wish; an empty and a malformed one do not.
    package var isStated: Bool {
        ranges?.isEmpty == false
    }

    /// The media type among `offers` that suits the client best, or `nil` if none does.
    ///
    /// Of equals, the first one offered wins. Offers are lower-case and have no parameters.
    package func best(of offers: [String]) -> String? {
        guard let ranges else { return offers.first }
        var best: (offer: String, thousandths: Int)?
        for offer in offers {
            let quality = Accept.quality(of: offer, in: ranges)
            if quality > best?.thousandths ?? 0 { best = (offer, quality) }
        }
        return best?.offer
    }

    /// The quality of the most specific range that matches, in thousandths; 0 if none does.
    private static func quality(of offer: String, in ranges: [Range]) -> Int {
        let parts = offer.split(separator: "/", maxSplits: 1)
        guard parts.count == 2 else { return 0 }
        var specificity = 0
        var quality = 0
        for range in ranges {
            let match =
                if range.type == parts[0], range.subtype == parts[1] {
                    range.parameters.isEmpty ? 3 : 0
                } else if range.subtype == "*", range.type == parts[0] {
                    2
                } else if range.type == "*", range.subtype == "*" {
                    1
                } else {
                    0
                }
            if match > specificity {
                specificity = match
                quality = range.thousandths
            }
        }
        return quality
    }
}

extension Accept {
    /// Reads the grammar of RFC 7231, 5.3.2 from left to right.
    private struct Scanner {
        private let bytes: [UInt8]
        private var index = 0

        init(_ header: String) {
            bytes = Array(header.utf8)
        }

        /// All ranges of the header, or `nil` where it leaves the grammar.
        mutating func ranges() -> [Range]? {
            var ranges: [Range] = []
            guard !bytes.isEmpty else { return ranges }
            if !take(UInt8(ascii: ",")) {
                guard let range = range() else { return nil }
                ranges.append(range)
            } else {
                index = 0
            }
            while index < bytes.count {
                skipBlanks()
                guard take(UInt8(ascii: ",")) else { return nil }
                let afterComma = index
                skipBlanks()
                guard index < bytes.count, bytes[index] != UInt8(ascii: ",") else {
                    if index == bytes.count, index != afterComma { return nil }
                    continue
                }
                guard let range = range() else { return nil }
                ranges.append(range)
            }
            return ranges
        }

        private mutating func range() -> Range? {
            guard let type = token(), take(UInt8(ascii: "/")), let subtype = token() else {
                return nil
            }
            var range = Range(
                type: type.lowercased(), subtype: subtype.lowercased(), parameters: [],
                thousandths: 1000)
            var isWeighed = false
            while true {
                let start = index
                skipBlanks()
                guard take(UInt8(ascii: ";")) else {
                    index = start
                    return range
                }
                skipBlanks()
                guard let name = token() else { return nil }
                if !isWeighed, name == "q" || name == "Q" {
                    guard take(UInt8(ascii: "=")), let quality = quality() else { return nil }
                    range.thousandths = quality
                    isWeighed = true
                } else if take(UInt8(ascii: "=")) {
                    guard let value = quotedString() ?? token() else { return nil }
                    if !isWeighed {
                        range.parameters.append(Parameter(name: name.lowercased(), value: value))
                    }
                } else if !isWeighed {
                    return nil
                }
            }
        }

        /// `0`, `1`, `0.123` or `1.000`, in thousandths.
        private mutating func quality() -> Int? {
            guard let text = token() else { return nil }
            let digits = Array(text.utf8)
            guard let first = digits.first, first == 0x30 || first == 0x31 else { return nil }
            var thousandths = Int(first - 0x30) * 1000
            guard digits.count > 1 else { return thousandths }
            guard digits[1] == UInt8(ascii: "."), digits.count <= 5 else { return nil }
            var unit = 100
            for digit in digits[2...] {
                guard (0x30...0x39).contains(digit) else { return nil }
                thousandths += Int(digit - 0x30) * unit
                unit /= 10
            }
            return thousandths <= 1000 ? thousandths : nil
        }

        private mutating func take(_ byte: UInt8) -> Bool {
            guard index < bytes.count, bytes[index] == byte else { return false }
            index += 1
            return true
        }

        private mutating func skipBlanks() {
            while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
        }

        private mutating func token() -> String? {
            let start = index
            while index < bytes.count, Scanner.isTokenByte(bytes[index]) { index += 1 }
            return index > start ? String(decoding: bytes[start..<index], as: UTF8.self) : nil
        }

        private mutating func quotedString() -> String? {
            guard index < bytes.count, bytes[index] == 0x22 else { return nil }
            let start = index
            index += 1
            while index < bytes.count, bytes[index] != 0x22 {
                index += bytes[index] == 0x5C ? 2 : 1
            }
            guard index < bytes.count else { return nil }
            index += 1
            return String(decoding: bytes[start..<index], as: UTF8.self)
        }

        private static func isTokenByte(_ byte: UInt8) -> Bool {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
        }
    }
}
