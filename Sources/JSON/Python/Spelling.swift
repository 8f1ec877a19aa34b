// SPDX-License-Identifier: Apache-2.0

extension [UInt8] {
    /// Appends a string in quotes, in ASCII.
    ///
    /// Source: CPython, `json.dumps` with `ensure_ascii=True`.
    mutating func appendQuoted(_ string: String) {
        append(UInt8(ascii: "\""))
        let isPlain = string.utf8.withContiguousStorageIfAvailable { text in
            guard text.allSatisfy(isPlainCharacter) else { return false }
            append(contentsOf: text)
            return true
        }
        if isPlain != true { appendEscaped(string) }
        append(UInt8(ascii: "\""))
    }

    private mutating func appendEscaped(_ string: String) {
        for unit in string.utf16 {
            if unit < 0x80, isPlainCharacter(UInt8(unit)) {
                append(UInt8(unit))
                continue
            }
            append(UInt8(ascii: "\\"))
            switch unit {
            case 0x22, 0x5C: append(UInt8(unit))
            case 0x08: append(UInt8(ascii: "b"))
            case 0x09: append(UInt8(ascii: "t"))
            case 0x0A: append(UInt8(ascii: "n"))
            case 0x0C: append(UInt8(ascii: "f"))
            case 0x0D: append(UInt8(ascii: "r"))
            default:
                append(UInt8(ascii: "u"))
                for shift in [12, 8, 4, 0] as [UInt16] {
                    let digit = UInt8(unit >> shift & 0xF)
                    append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
                }
            }
        }
    }

    /// Appends an integer in decimal digits.
    mutating func appendDecimal(_ integer: Int) {
        if integer < 0 { append(UInt8(ascii: "-")) }
        let start = count
        var rest = integer.magnitude
        repeat {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        if count > start + 1 { self[start...].reverse() }
    }

    /// Appends a number as Python's `repr` spells it: `16.0`, `1e+16`, `inf`.
    ///
    /// Both languages write the shortest digits that read back as the same number; they differ in
    /// when and how they write an exponent. Source: CPython, `float_repr_style` short, `repr`.
    mutating func appendPythonText(of double: Double) {
        guard double.isFinite else {
            append(contentsOf: (double.isNaN ? "nan" : double < 0 ? "-inf" : "inf").utf8)
            return
        }
        if let integer = double.exactInteger, integer != 0, integer.magnitude < 1 << 53 {
            appendDecimal(integer)
            append(contentsOf: ".0".utf8)
            return
        }
        // Swift's "d.ddde-NN" or "ddd.ddd", taken apart into digits and the point's place.
        let parts = double.magnitude.description.split(separator: "e")
        let figures = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        var point = figures[0].utf8.count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
        var digits = figures.flatMap { Array($0.utf8) }
        let zeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeFirst(zeros)
        point -= zeros
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        if double.sign == .minus { append(UInt8(ascii: "-")) }
        if digits.isEmpty { (digits, point) = ([UInt8(ascii: "0")], 1) }
        appendPythonText(digits, point: point)
    }

    /// Appends `0.digits` times ten to the power of `point`.
    private mutating func appendPythonText(_ digits: [UInt8], point: Int) {
        switch point {
        case -3...0:
            append(contentsOf: "0.".utf8)
            append(contentsOf: repeatElement(UInt8(ascii: "0"), count: -point))
            append(contentsOf: digits)
        case 1...16 where point >= digits.count:
            append(contentsOf: digits)
            append(contentsOf: repeatElement(UInt8(ascii: "0"), count: point - digits.count))
            append(contentsOf: ".0".utf8)
        case 1...16:
            append(contentsOf: digits[..<point])
            append(UInt8(ascii: "."))
            append(contentsOf: digits[point...])
        default:
            append(digits[0])
            if digits.count > 1 { append(UInt8(ascii: ".")) }
            append(contentsOf: digits[1...])
            let exponent = point - 1
            append(contentsOf: (exponent < 0 ? "e-" : "e+").utf8)
            if exponent.magnitude < 10 { append(UInt8(ascii: "0")) }
            appendDecimal(Int(exponent.magnitude))
        }
    }
}

/// Whether JSON writes a byte as it is: printable ASCII other than the quote and the backslash.
private func isPlainCharacter(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
}
