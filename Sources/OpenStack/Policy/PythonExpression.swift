// SPDX-License-Identifier: Apache-2.0

import JSON

/// What Python's `ast.literal_eval` makes of the left side of a check.
///
/// The left side is a literal or else the path of an attribute. Lists, tuples and the like, which
/// no rule needs, count as not understood; so does all that Python would call a syntax error.
///
/// Source: oslo.policy 6 `oslo_policy/_checks.py`, `GenericCheck`.
enum PythonExpression: Equatable {
    /// A literal, as `str` spells its value.
    case literal(String)
    /// The names between the dots.
    case path([String])
    case notUnderstood

    init(_ text: String) {
        if let value = literalText(of: text) {
            self = .literal(value)
        } else if isName(text) {
            self = .path(
                text.unicodeScalars.split(separator: ".", omittingEmptySubsequences: false)
                    .map(String.init))
        } else {
            self = .notUnderstood
        }
    }
}

/// Whether Python reads the text as names, joined by dots or by minus signs.
private func isName(_ text: String) -> Bool {
    text.unicodeScalars.split(separator: "-", omittingEmptySubsequences: false).allSatisfy { term in
        let names = term.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        return names.allSatisfy(isIdentifier)
            && names.enumerated().allSatisfy { index, name in
                // A constant may have attributes as far as the grammar goes: `None.x`.
                !keywords.contains(name)
                    || (index == 0 && names.count > 1 && constants.contains(name))
            }
    }
}

private func isIdentifier(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first else { return false }
    return (first == "_" || first.properties.isXIDStart)
        && name.unicodeScalars.allSatisfy { $0.properties.isXIDContinue }
}

private let constants: Set<String> = ["None", "True", "False"]

private let keywords: Set<String> = constants.union([
    "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif",
    "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda",
    "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
])

/// The value of a literal as `str` spells it, `nil` if the text is none.
private func literalText(of text: String) -> String? {
    if constants.contains(text) { return text }
    if let string = stringValue(of: text) { return string }
    if text.hasPrefix("b") || text.hasPrefix("B"), !text.contains("\\"),
        text.utf8.allSatisfy({ $0 < 0x80 }), let string = stringValue(of: String(text.dropFirst()))
    {
        return string.contains("'") ? "b\"\(string)\"" : "b'\(string)'"
    }
    var digits = Substring(text)
    var isNegative = false
    if let sign = digits.first, sign == "-" || sign == "+" {
        isNegative = sign == "-"
        digits.removeFirst()
    }
    guard let first = digits.utf8.first, first == 0x2E || (first >= 0x30 && first <= 0x39) else {
        return nil
    }
    if let integer = integerValue(of: digits) {
        return (isNegative ? 0 - integer : integer).description
    }
    guard let float = floatValue(of: digits), float.isFinite else { return nil }
    return String(decoding: Value.double(isNegative ? -float : float).encoded, as: UTF8.self)
}

private func integerValue(of text: Substring) -> Int? {
    let lowered = text.lowercased()
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where lowered.hasPrefix(prefix) {
        // An underscore may follow the prefix at once, so one is put before the digits.
        let digits = lowered.dropFirst(2)
        return withoutUnderscores("0" + (digits.first == "_" ? digits : "_" + digits))
            .flatMap { Int($0, radix: radix) }
    }
    guard let digits = withoutUnderscores(Substring(lowered)),
        digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
    else { return nil }
    // `010` is a syntax error, `00` is zero.
    guard digits.first != "0" || digits.allSatisfy({ $0 == "0" }) else { return nil }
    return Int(digits)
}

private func floatValue(of text: Substring) -> Double? {
    guard
        text.utf8.allSatisfy({
            ($0 >= 0x30 && $0 <= 0x39) || "._eE+-".utf8.contains($0)
        }),
        text.utf8.contains(where: { ".eE".utf8.contains($0) }),
        var digits = withoutUnderscores(text)
    else { return nil }
    if digits.hasPrefix(".") { digits = "0" + digits }
    // Swift wants a digit behind the point, Python does not.
    if let point = digits.firstIndex(of: ".") {
        let next = digits.index(after: point)
        if next == digits.endIndex || digits[next].lowercased() == "e" {
            guard point != digits.startIndex, text.first != "." else { return nil }
            digits.insert("0", at: next)
        }
    }
    return Double(digits)
}

/// The text without its underscores, each of which must stand between two digits.
private func withoutUnderscores(_ text: Substring) -> String? {
    guard text.contains("_") else { return String(text) }
    let parts = text.split(separator: "_", omittingEmptySubsequences: false)
    for (left, right) in zip(parts, parts.dropFirst()) {
        guard left.last?.isHexDigit == true, right.first?.isHexDigit == true else { return nil }
    }
    return parts.joined()
}

/// The value of a string in quotes, with escapes; `nil` if the text is none.
private func stringValue(of text: String) -> String? {
    var rest = text.unicodeScalars[...]
    var isRaw = false
    switch rest.first {
    case "r", "R":
        isRaw = true
        rest.removeFirst()
    case "u", "U":
        rest.removeFirst()
    default: break
    }
    guard let quote = rest.popFirst(), quote == "'" || quote == "\"" else { return nil }
    var value = ""
    while let scalar = rest.popFirst() {
        if scalar == quote {
            guard rest.isEmpty else { return nil }
            return value
        }
        guard scalar == "\\" else {
            value.unicodeScalars.append(scalar)
            continue
        }
        guard let escaped = rest.popFirst() else { return nil }
        if isRaw {
            value.unicodeScalars.append(contentsOf: [scalar, escaped])
        } else {
            guard let text = unescaped(escaped) else { return nil }
            value += text
        }
    }
    return nil
}

/// What a backslash and this letter stand for; `nil` for codes by number or name.
private func unescaped(_ scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "\\", "'", "\"": String(scalar)
    case "n": "\n"
    case "t": "\t"
    case "r": "\r"
    case "a": "\u{7}"
    case "b": "\u{8}"
    case "f": "\u{C}"
    case "v": "\u{B}"
    case "x", "u", "U", "N", "0"..."7": nil
    default: "\\\(scalar)"
    }
}
