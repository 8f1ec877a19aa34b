// SPDX-License-Identifier: Apache-2.0

extension Node.Content {
    /// What an unquoted scalar stands for.
    ///
    /// Source: YAML 1.1 as PyYAML's `SafeLoader` reads it, dates excepted, which stay text.
    init(plain text: String) {
        switch text {
        case "", "~", "null", "Null", "NULL": self = .null
        case "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON": self = .bool(true)
        case "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF": self = .bool(false)
        default: self = isNumber(text) ? .number(text) : .string(text)
        }
    }
}

private func isNumber(_ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
        rest.removeFirst()
    }
    switch String(decoding: rest, as: UTF8.self) {
    case ".inf", ".Inf", ".INF": return true
    case ".nan", ".NaN", ".NAN": return rest.count == text.utf8.count
    default: break
    }
    if rest.starts(with: "0x".utf8) { return isFilled(rest.dropFirst(2), with: isHexadecimalDigit) }
    if rest.starts(with: "0b".utf8) {
        return isFilled(rest.dropFirst(2)) { $0 == 0x30 || $0 == 0x31 }
    }
    return isDecimal(rest)
}

/// Whether `text` is decimal digits with, perhaps, `:60` groups, a fraction and an exponent.
private func isDecimal(_ text: ArraySlice<UInt8>) -> Bool {
    guard let first = text.first, isDigit(first) || first == UInt8(ascii: ".") else { return false }
    let whole = text.prefix { isDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ":") }
    var rest = text[whole.endIndex...]
    guard rest.first == UInt8(ascii: ".") else {
        // A leading zero makes an octal number, in which 8 and 9 have no place.
        let isOctal = whole.first == UInt8(ascii: "0") && whole.count > 1
        return rest.isEmpty && !(isOctal && whole.contains { $0 > UInt8(ascii: "7") })
    }
    rest.removeFirst()
    let fraction = rest.prefix { isDigit($0) || $0 == UInt8(ascii: "_") }
    guard !(whole.isEmpty && fraction.isEmpty) else { return false }
    rest = rest[fraction.endIndex...]
    guard let mark = rest.first else { return true }
    guard mark | 0x20 == UInt8(ascii: "e") else { return false }
    // YAML 1.1 asks for a sign in an exponent.
    guard let sign = rest.dropFirst().first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")
    else { return false }
    return isFilled(rest.dropFirst(2), with: isDigit)
}

private func isFilled(_ text: ArraySlice<UInt8>, with isPart: (UInt8) -> Bool) -> Bool {
    !text.isEmpty && text.allSatisfy { isPart($0) || $0 == UInt8(ascii: "_") }
}

private func isDigit(_ byte: UInt8) -> Bool {
    byte >= 0x30 && byte <= 0x39
}

private func isHexadecimalDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66)
}
