// SPDX-License-Identifier: Apache-2.0

import Foundation
import Placement
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        (0, "1970-01-01 00:00:00.000000"), (1_700_000_000_000_001, "2023-11-14 22:13:20.000001"),
        (951_782_400_000_000, "2000-02-29 00:00:00.000000"),
        (-1, "1969-12-31 23:59:59.999999"), (253_402_300_799_999_999, "9999-12-31 23:59:59.999999"),
    ])
    func `a moment is written as the reference writes it, and read back`(
        microseconds: Int, text: String
    ) {
        let moment = Timestamp(microseconds: microseconds)
        #expect(moment.text == text)
        #expect(Timestamp(text) == moment)
    }

    @Test func `every 17th day of three centuries is the day that Foundation says`() {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: "UTC") ?? calendar.timeZone
        for day in stride(from: -25_567, to: 84_006, by: 17) {
            let date = Date(timeIntervalSince1970: Double(day) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            let expected = [(parts.year, 4), (parts.month, 2), (parts.day, 2)].map {
                number, width in
                let text = String(number ?? 0)
                return String(repeating: "0", count: width - text.count) + text
            }.joined(separator: "-")
            #expect(Timestamp(microseconds: day * 86_400_000_000).text.prefix(10) == expected)
        }
    }

    @Test(arguments: [
        ("2023-11-14 22:13:20", 1_700_000_000_000_000),
        ("2023-11-14 22:13:20.5", 1_700_000_000_500_000),
        ("2023-11-14", 1_699_920_000_000_000),
        ("2023-11-14 22", 1_699_999_200_000_000),
        ("2023-11-14 22:13", 1_699_999_980_000_000),
        ("2023-11-14T22:13:20", 1_700_000_000_000_000),
        ("2023-11-14 22:13:20.1234567", 1_700_000_000_123_456),
        ("2023-11-14 22:13:20Z", 1_700_000_000_000_000),
        ("2023-11-14T22:13:20.5+00:00", 1_700_000_000_500_000),
        ("2023-11-14 22:13-01:30", 1_699_999_980_000_000),
        ("2023-11-14 22:13:20+0200", 1_700_000_000_000_000),
        ("2023-11-14 22+02", 1_699_999_200_000_000),
    ])
    func `a moment is read as Python reads it`(text: String, microseconds: Int) {
        #expect(Timestamp(text)?.microseconds == microseconds)
    }

    @Test(arguments: [
        "", "2023", "2023-11", "2023-13-01", "2023-00-01", "2023-11-14 ", "2023-11-14 22:",
        "x", "2023-11-14 22:13:20.", "2023-11-14T", "2023-11T14", "2023-11-14 22T13",
        "99999999999999999999-01-01", "2023-11-14 22:13:2000000", "2023-11-14Z",
        "2023-11-14 22:13:20z", "2023-11-14 22:13:20ZZ", "2023-11-14 22:13:20+1",
        "2023-11-14 22:13:20+01:0", "2023-11-14 22:13:20+01-00", "2023-11-14 22:13:20+01:00 ",
        "2023-11-14 22:13:20+01:00:", "2023-11-14 22:13:20+01234", "2023-11-14 22:13:20 UTC",
    ])
    func `what is no moment is refused`(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func `seconds are rounded down`() {
        #expect(Timestamp(microseconds: 1_999_999).seconds == 1)
        #expect(Timestamp(microseconds: -1).seconds == -1)
    }
}
