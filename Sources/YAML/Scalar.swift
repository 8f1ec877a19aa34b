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
    let isSigned = rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-")
    if isSigned { rest.removeFirst() }
    switch String(decoding: rest, as: UTF8.self) {
    case ".inf", ".Inf", ".INF": return true
    case ".nan", ".NaN", ".NAN": return !isSigned
    default: break
    }
    if rest.starts(with: "0x".utf8) { return isFilled(rest.dropFirst(2), with: isHexadecimalDigit) }
    if rest.starts(with: "0b".utf8) {
        return isFilled(rest.dropFirst(2)) { $0 == 0x30 || $0 == 0x31 }
    }
    return isDecimal(rest, isSigned: isSigned)
}

/// Whether `text` is decimal digits with, perhaps, groups of `:59`, a fraction and an exponent.
private func isDecimal(_ text: ArraySlice<UInt8>, isSigned: Bool) -> Bool {
    let point = text.firstIndex(of: UInt8(ascii: "."))
    let groups = text[..<(point ?? text.endIndex)].split(
        separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    let whole = groups[0]
    guard groups.dropFirst().allSatisfy(isSexagesimal) else { return false }
    guard let point else {
        guard let first = whole.first, isFilled(whole, with: isDigit) else { return false }
        // A zero in front makes an octal number, and none of minutes.
        guard first == UInt8(ascii: "0") else { return isDigit(first) }
        return groups.count == 1 && whole.allSatisfy { $0 <= UInt8(ascii: "7") || $0 == 0x5F }
    }
    var rest = text[(point + 1)...]
    let fraction = rest.prefix { isDigit($0) || $0 == UInt8(ascii: "_") }
    if let first = whole.first {
        guard isDigit(first), isFilled(whole, with: isDigit) else { return false }
    } else {
        guard !isSigned, groups.count == 1, let first = fraction.first, isDigit(first) else {
            return false
        }
    }
    rest = rest[fraction.endIndex...]
    guard let mark = rest.first else { return true }
    // YAML 1.1 asks for a sign in an exponent.
    return groups.count == 1 && mark | 0x20 == UInt8(ascii: "e")
        && (rest.dropFirst().first == UInt8(ascii: "+")
            || rest.dropFirst().first == UInt8(ascii: "-"))
        && rest.count > 2 && rest.dropFirst(2).allSatisfy(isDigit)
}

private func isSexagesimal(_ group: ArraySlice<UInt8>) -> Bool {
    guard let first = group.first, group.allSatisfy(isDigit) else { return false }
    return group.count == 1 || (group.count == 2 && first <= UInt8(ascii: "5"))
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
