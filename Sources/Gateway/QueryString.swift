// SPDX-License-Identifier: Apache-2.0

/// The parameters of a query string in the order sent; names may repeat.
///
/// Source: WebOb 1.8 `GetDict`, that is Python's `parse_qsl` with blank values kept; `;` separates
/// parameters as `&` does.
package struct QueryString: Equatable, Sendable {
    /// One `name=value`; a parameter without `=` has an empty value.
    package struct Parameter: Equatable, Sendable {
        package let name: String
        package let value: String
    }

    package let parameters: [Parameter]
    /// Where each name stands, so that asking for one name after the other stays cheap.
    private let positions: [String: [Int]]

    /// A name or a value was no UTF-8.
    package struct NotUTF8: Error {
        /// The name or value, percent-decoded.
        package let bytes: [UInt8]
    }

    /// Reads a raw query string.
    ///
    /// - Throws: ``NotUTF8`` where the reference cannot decode it.
    package init(_ raw: String) throws(NotUTF8) {
        var parameters: [Parameter] = []
        var positions: [String: [Int]] = [:]
        for part in raw.utf8.split(whereSeparator: { $0 == 0x26 || $0 == 0x3B }) {
            let pair = part.split(separator: 0x3D, maxSplits: 1, omittingEmptySubsequences: false)
            let name = try QueryString.decoded(pair[0])
            let value = pair.count == 2 ? try QueryString.decoded(pair[1]) : ""
            positions[name, default: []].append(parameters.count)
            parameters.append(Parameter(name: name, value: value))
        }
        self.parameters = parameters
        self.positions = positions
    }

    /// Whether the parameter was sent, even empty.
    package func has(_ name: String) -> Bool {
        positions[name] != nil
    }

    /// The last value of a parameter: the one that the reference reads where it wants just one.
    package subscript(name: String) -> String? {
        positions[name]?.last.map { parameters[$0].value }
    }

    /// All values of a parameter, in the order sent.
    package func values(of name: String) -> [String] {
        positions[name, default: []].map { parameters[$0].value }
    }

    private static func decoded(_ raw: Substring.UTF8View) throws(NotUTF8) -> String {
        if !raw.contains(where: { $0 == 0x25 || $0 == 0x2B || $0 >= 0x80 }) {
            return String(Substring(raw))
        }
        // The environ is Latin-1: a raw byte above 0x7F stands there as two bytes of UTF-8.
        let latin = String(Substring(raw)).unicodeScalars.map {
            UInt8(truncatingIfNeeded: $0.value)
        }
        let bytes = PercentEncoding.decoded(latin, plusIsBlank: true)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw NotUTF8(bytes: bytes)
        }
        return text
    }
}

/// Percent-encoding of URLs (RFC 3986, 2.1).
package enum PercentEncoding {
    /// Decodes `%41` to `A`; what is no escape stays as it is.
    package static func decoded(_ bytes: [UInt8], plusIsBlank: Bool = false) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x25, index + 2 < bytes.count, let high = hexDigit(bytes[index + 1]),
                let low = hexDigit(bytes[index + 2])
            {
                result.append(high << 4 | low)
                index += 3
            } else {
                result.append(plusIsBlank && byte == 0x2B ? 0x20 : byte)
                index += 1
            }
        }
        return result
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
