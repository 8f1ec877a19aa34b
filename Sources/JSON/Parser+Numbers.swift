// SPDX-License-Identifier: Apache-2.0

extension Parser {
    /// Reads a number, which begins with a digit or a minus sign.
    mutating func number() throws(ParseError) -> Value {
        let start = position
        let isNegative = bytes[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        let firstDigit = position
        guard let first = next, isDigit(first) else { throw error("Expecting value", at: start) }
        if first == UInt8(ascii: "0") { position += 1 } else { skipDigits() }
        let digits = position - firstDigit
        guard try !skipFractionAndExponent() else {
            let text = String(decoding: bytes[start..<position], as: UTF8.self)
            return .double(Double(text) ?? .nan)
        }
        return try integer(bytes[firstDigit..<firstDigit + digits], isNegative: isNegative)
    }

    /// Moves behind the fraction and the exponent; `false` if there is neither.
    private mutating func skipFractionAndExponent() throws(ParseError) -> Bool {
        var isThere = false
        if next == UInt8(ascii: "."), hasDigit(at: position + 1) {
            isThere = true
            position += 1
            skipDigits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            var digit = position + 1
            if digit < bytes.count,
                bytes[digit] == UInt8(ascii: "+") || bytes[digit] == UInt8(ascii: "-")
            {
                digit += 1
            }
            if hasDigit(at: digit) {
                isThere = true
                position = digit
                skipDigits()
            }
        }
        return isThere
    }

    /// The integer that `digits` spell.
    private func integer(
        _ digits: ArraySlice<UInt8>, isNegative: Bool
    ) throws(ParseError) -> Value {
        // 18 digits fit into an Int whatever they are.
        if digits.count <= 18 {
            var magnitude = 0
            for digit in digits { magnitude = magnitude &* 10 &+ Int(digit & 0x0F) }
            return .integer(isNegative ? -magnitude : magnitude)
        }
        guard digits.count <= PythonInteger.mostDigits else {
            throw ParseError(PythonInteger.tooLong(digits.count))
        }
        let text = (isNegative ? "-" : "") + String(decoding: digits, as: UTF8.self)
        return Int(text).map(Value.integer) ?? .largeInteger(text)
    }

    private mutating func skipDigits() {
        while position < bytes.count, isDigit(bytes[position]) { position += 1 }
    }

    private func hasDigit(at place: Int) -> Bool {
        place < bytes.count && isDigit(bytes[place])
    }

    private func isDigit(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") < 10
    }
}
