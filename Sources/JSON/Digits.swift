// SPDX-License-Identifier: Apache-2.0

extension UInt8 {
    /// The value of a hexadecimal digit in either case, `nil` of any other character.
    var hexadecimalValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension Double {
    /// The integer that this number is, or `nil` if it has a fraction or is too large.
    ///
    /// `Int(exactly:)` would do, but calls into libm, which nothing of ours links.
    var exactInteger: Int? {
        guard magnitude < 0x1p63 else { return nil }
        let integer = Int(self)
        return Double(integer) == self ? integer : nil
    }

    /// Whether this number has no fraction; infinities and NaN are no integers.
    var isInteger: Bool {
        isFinite && (magnitude >= 0x1p53 || exactInteger != nil)
    }
}
