// SPDX-License-Identifier: Apache-2.0

/// The few spellings of JSON that the ``Catalog`` keeps ready, the same as Python's `json.dumps`.
enum JSONText {
    /// A string between quotation marks, with all but printable ASCII escaped.
    static func quoted(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = [0x22]
        bytes.reserveCapacity(text.utf8.count + 2)
        for unit in text.utf16 {
            switch unit {
            case 0x22, 0x5C: bytes += [0x5C, UInt8(unit)]
            case 0x20...0x7E: bytes.append(UInt8(unit))
            case 0x08: bytes += [0x5C, 0x62]
            case 0x09: bytes += [0x5C, 0x74]
            case 0x0A: bytes += [0x5C, 0x6E]
            case 0x0C: bytes += [0x5C, 0x66]
            case 0x0D: bytes += [0x5C, 0x72]
            default:
                bytes += [0x5C, 0x75]
                for shift in [12, 8, 4, 0] as [UInt16] {
                    let digit = UInt8(unit >> shift & 0xF)
                    bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
                }
            }
        }
        bytes.append(0x22)
        return bytes
    }

    /// Appends an integer in decimal.
    static func append(_ number: Int, to bytes: inout [UInt8]) {
        guard number > 9 || number < 0 else {
            bytes.append(0x30 + UInt8(number))
            return
        }
        if number < 0 { bytes.append(0x2D) }
        var rest = number.magnitude
        let start = bytes.count
        while rest > 0 {
            bytes.append(0x30 + UInt8(rest % 10))
            rest /= 10
        }
        bytes[start...].reverse()
    }

    /// Appends a whole number of any size in decimal, every digit of it.
    static func append(whole number: Double, to bytes: inout [UInt8]) {
        if let integer = Int(exactly: number) {
            append(integer, to: &bytes)
            return
        }
        // Only numbers over 2^63 come here: 53 bits and a power of two.
        if number < 0 { bytes.append(0x2D) }
        var digits: [UInt8] = []
        var rest = UInt64(number.significandBitPattern) | 1 << 52
        while rest > 0 {
            digits.append(UInt8(rest % 10))
            rest /= 10
        }
        for _ in 0..<max(0, Int(number.exponent) - 52) {
            var carry: UInt8 = 0
            for index in digits.indices {
                let double = digits[index] * 2 + carry
                digits[index] = double % 10
                carry = double / 10
            }
            if carry > 0 { digits.append(carry) }
        }
        for digit in digits.reversed() { bytes.append(0x30 + digit) }
    }
}
