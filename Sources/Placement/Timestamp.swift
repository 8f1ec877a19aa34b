// SPDX-License-Identifier: Apache-2.0

import Calendar

/// A moment in UTC, to the microsecond, as the database keeps it.
package struct Timestamp: Hashable, Comparable, Sendable {
    /// Microseconds since the start of 1970.
    package let microseconds: Int

    package init(microseconds: Int) {
        self.microseconds = microseconds
    }

    /// Seconds since the start of 1970, rounded down.
    package var seconds: Int {
        microseconds / 1_000_000 - (microseconds % 1_000_000 < 0 ? 1 : 0)
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }
}

extension Timestamp {
    /// The text of `created_at` and `updated_at` columns: `2026-01-31 23:59:59.000001`.
    ///
    /// Source: SQLAlchemy `sqlalchemy/dialects/sqlite/base.py`, `DATETIME`.
    package var text: String {
        let days = seconds.dividedFloored(by: 86_400)
        let date = CivilDate(daysSince1970: days)
        let second = seconds - days * 86_400
        var bytes: [UInt8] = []
        bytes.reserveCapacity(26)
        bytes.append(digits: date.year, width: 4)
        bytes.append(0x2D)
        bytes.append(digits: date.month, width: 2)
        bytes.append(0x2D)
        bytes.append(digits: date.day, width: 2)
        bytes.append(0x20)
        bytes.append(digits: second / 3600, width: 2)
        bytes.append(0x3A)
        bytes.append(digits: second / 60 % 60, width: 2)
        bytes.append(0x3A)
        bytes.append(digits: second % 60, width: 2)
        bytes.append(0x2E)
        bytes.append(digits: microseconds - seconds * 1_000_000, width: 6)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads the text of a column; the time of day and its fraction may be missing.
    ///
    /// Returns `nil` for anything else.
    package init?(_ text: String) {
        guard let fields = Timestamp.fields(text), (1...12).contains(fields[1]),
            (1...31).contains(fields[2])
        else { return nil }
        let days = CivilDate(year: fields[0], month: fields[1], day: fields[2]).daysSince1970
        let seconds = days * 86_400 + fields[3] * 3600 + fields[4] * 60 + fields[5]
        self.init(microseconds: seconds * 1_000_000 + fields[6])
    }

    /// Year, month, day, hour, minute, second and microsecond.
    ///
    /// Lists have one to read for each row, so nothing is allocated.
    private static func fields(_ text: String) -> InlineArray<7, Int>? {
        let separators: InlineArray<7, UInt8> = [0x2D, 0x2D, 0x20, 0x3A, 0x3A, 0x2E, 0]
        var fields = InlineArray<7, Int>(repeating: 0)
        var field = 0
        var digits = 0
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39:
                digits += 1
                guard digits <= 6 else { return nil }
                fields[field] = fields[field] * 10 + Int(byte - 0x30)
            case separators[field]:
                guard digits > 0, field < 6 else { return nil }
                field += 1
                digits = 0
            default: return nil
            }
        }
        guard digits > 0, field == 2 || field >= 5 else { return nil }
        if field == 6 {
            for _ in digits..<6 { fields[6] *= 10 }
        }
        return fields
    }
}

extension [UInt8] {
    /// Appends the last `width` decimal digits of a number that is not negative.
    fileprivate mutating func append(digits number: Int, width: Int) {
        var power = 1
        for _ in 1..<width { power *= 10 }
        while power > 0 {
            append(0x30 + UInt8(truncatingIfNeeded: number / power % 10))
            power /= 10
        }
    }
}
