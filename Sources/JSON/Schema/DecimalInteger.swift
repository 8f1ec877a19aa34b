// SPDX-License-Identifier: Apache-2.0

/// An integer outside of `Int` in decimal digits, to be compared with another one or a double.
struct DecimalInteger: Comparable {
    let isNegative: Bool
    /// Digits in ASCII without leading zeros.
    private let digits: Substring.UTF8View

    /// - Parameter literal: Digits without leading zeros, perhaps behind a minus sign.
    init(_ literal: String) {
        isNegative = literal.utf8.first == UInt8(ascii: "-")
        digits = isNegative ? literal.utf8.dropFirst() : literal.utf8[...]
    }

    /// How it stands to a double that is not NaN.
    ///
    /// Digits of the double are made only where their number does not tell already.
    func order(to double: Double) -> Order {
        guard double.magnitude >= 0x1p63, isNegative == (double < 0) else {
            // It lies beyond all numbers that are smaller, and those of the other sign.
            return isNegative ? .ascending : .descending
        }
        let magnitudes = magnitude(to: double.magnitude)
        return isNegative ? magnitudes.reversed : magnitudes
    }

    private func magnitude(to double: Double) -> Order {
        let count = digits.count
        // 2^e has between 0.301 and 0.302 of e digits; infinity has more than any integer.
        guard double.isFinite else { return .ascending }
        let exponent = Int(double.exponent)
        if count <= exponent * 301 / 1000 { return .ascending }
        if count > (exponent + 1) * 302 / 1000 + 1 { return .descending }
        return Order(self.magnitude, DecimalInteger(DecimalInteger.digits(of: double)))
    }

    private var magnitude: DecimalInteger { DecimalInteger(String(Substring(digits))) }

    /// The digits of a finite double of 2^53 or more, which has no fraction.
    private static func digits(of double: Double) -> String {
        // The significand in groups of nine digits, the lowest first, times two as often as the
        // exponent says: thirty times at once, the most for which a product fits.
        let base: UInt64 = 1_000_000_000
        var rest = double.significandBitPattern | 1 << 52
        var groups: [UInt64] = []
        while rest > 0 {
            groups.append(rest % base)
            rest /= base
        }
        var doublings = Int(double.exponent) - 52
        while doublings > 0 {
            let step = min(doublings, 30)
            var carry: UInt64 = 0
            for index in groups.indices {
                let product = groups[index] << UInt64(step) + carry
                groups[index] = product % base
                carry = product / base
            }
            while carry > 0 {
                groups.append(carry % base)
                carry /= base
            }
            doublings -= step
        }
        let lower = groups.dropLast().reversed().map { String($0 + base).dropFirst() }
        return String(groups[groups.count - 1]) + lower.joined()
    }

    static func == (left: DecimalInteger, right: DecimalInteger) -> Bool {
        left.isNegative == right.isNegative && left.digits.count == right.digits.count
            && left.digits.elementsEqual(right.digits)
    }

    static func < (left: DecimalInteger, right: DecimalInteger) -> Bool {
        guard left.isNegative == right.isNegative else { return left.isNegative }
        let (smaller, larger) =
            left.isNegative ? (right.digits, left.digits) : (left.digits, right.digits)
        return smaller.count == larger.count
            ? smaller.lexicographicallyPrecedes(larger) : smaller.count < larger.count
    }
}
