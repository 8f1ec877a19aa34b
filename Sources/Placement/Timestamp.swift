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

    /// Reads the text of a column, as other programs may have written it, too: with `T` before
    /// the time of day, with less than all of that, or with a time zone behind it.
    ///
    /// The zone is passed over, as the reference does, which sends the time of day as it stands.
    /// Returns `nil` for anything else.
    ///
    /// Source: Python 3.13, `datetime.fromisoformat`.
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
        let bytes = text.utf8
        var fields = InlineArray<7, Int>(repeating: 0)
        var field = 0
        var digits = 0
        for index in bytes.indices {
            let byte = bytes[index]
            if (0x30...0x39).contains(byte) {
                digits += 1
                // Python drops what is finer than a microsecond.
                guard digits <= 6 || field == 6 else { return nil }
                if digits <= 6 { fields[field] = fields[field] * 10 + Int(byte - 0x30) }
            } else if field >= 3, byte == 0x2B || byte == 0x2D || byte == 0x5A {
                guard isZone(bytes[index...]) else { return nil }
                break
            } else {
                guard digits > 0, field < 6,
                    byte == separators[field] || (field == 2 && byte == 0x54)
                else { return nil }
                field += 1
                digits = 0
            }
        }
        guard digits > 0, field >= 2 else { return nil }
        if field == 6 {
            for _ in min(digits, 6)..<6 { fields[6] *= 10 }
        }
        return fields
    }

    /// Whether a text is `Z`, `+01`, `+0100` or `+01:00`, or one of these with `-`.
    private static func isZone(_ zone: Substring.UTF8View) -> Bool {
        let length = zone.count
        if zone.first == 0x5A { return length == 1 }
        guard length == 3 || length == 5 || length == 6 else { return false }
        for (position, byte) in zone.enumerated().dropFirst() {
            let isColon = length == 6 && position == 3
            guard isColon ? byte == 0x3A : (0x30...0x39).contains(byte) else { return false }
        }
        return true
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
