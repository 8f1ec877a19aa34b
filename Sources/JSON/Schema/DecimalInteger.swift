// SPDX-License-Identifier: Apache-2.0

/// A number beyond the exact range of `Double` in decimal digits, to be compared with another.
///
/// Fractions are cut towards zero, which changes no comparison with a number that large.
struct DecimalInteger: Comparable {
    private let isNegative: Bool
    /// Digits from 0 to 9 without leading zeros; infinity has more of them than any number.
    private let digits: [UInt8]

    /// The digits of a number, `nil` if the value is none, or is NaN.
    init?(_ value: Value) {
        switch value {
        case .integer(let integer): self.init(literal: String(integer))
        case .largeInteger(let literal): self.init(literal: literal)
        case .double(let double) where !double.isNaN: self.init(double)
        default: return nil
        }
    }

    private init(literal: String) {
        isNegative = literal.utf8.first == UInt8(ascii: "-")
        digits = literal.utf8.filter { $0 != UInt8(ascii: "-") }.map { $0 & 0x0F }
    }

    private init(_ double: Double) {
        isNegative = double < 0
        guard double.isFinite else {
            digits = [UInt8](repeating: 9, count: 5000)
            return
        }
        guard double.magnitude >= 0x1p63 else {
            digits = String(Int(double).magnitude).utf8.map { $0 & 0x0F }
            return
        }
        // The significand as an integer, doubled as often as the exponent says.
        let significand = double.significandBitPattern | 1 << 52
        var digits = String(significand).utf8.reversed().map { $0 & 0x0F }
        for _ in 52..<Int(double.exponent) {
            var carry: UInt8 = 0
            for index in digits.indices {
                let doubled = digits[index] * 2 + carry
                digits[index] = doubled % 10
                carry = doubled / 10
            }
            if carry > 0 { digits.append(carry) }
        }
        self.digits = digits.reversed()
    }

    static func < (left: DecimalInteger, right: DecimalInteger) -> Bool {
        guard left.isNegative == right.isNegative else { return left.isNegative }
        let isLess =
            left.digits.count == right.digits.count
            ? left.digits.lexicographicallyPrecedes(right.digits)
            : left.digits.count < right.digits.count
        return left.isNegative ? !isLess && left != right : isLess
    }
}
