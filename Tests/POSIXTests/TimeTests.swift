// SPDX-License-Identifier: Apache-2.0

import POSIX
import Testing

@Suite struct TimeTests {
    @Test(arguments: [
        (0, "1970-01-01 00:00:00 3"),
        (951_782_400, "2000-02-29 00:00:00 1"),
        (1_785_110_399, "2026-07-26 23:59:59 6"),
        (-1, "1969-12-31 23:59:59 2"),
        (-62_135_596_800, "0001-01-01 00:00:00 0"),
        (4_107_542_400, "2100-03-01 00:00:00 0"),
    ])
    func `seconds become a date in UTC`(seconds: Int64, expected: String) {
        #expect(text(CivilTime(WallTime(seconds: seconds))) == expected)
    }

    @Test func `a zone ahead of UTC shows a later date`() {
        let time = CivilTime(WallTime(seconds: 86_399), offsetSeconds: 3_600)
        #expect(text(time) == "1970-01-02 00:59:59 4")
    }

    @Test func `an endless duration does not overflow the monotonic clock`() {
        let now = MonotonicTime.now
        #expect(now + .seconds(Int64.max) > now)
        #expect(now + .seconds(Int64.min) < now)
        #expect((now + .milliseconds(1_500)) - now == .milliseconds(1_500))
    }

    private func text(_ time: CivilTime) -> String {
        func padded(_ number: Int, _ width: Int = 2) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let date = "\(padded(time.year, 4))-\(padded(time.month))-\(padded(time.day))"
        let clock = "\(padded(time.hour)):\(padded(time.minute)):\(padded(time.second))"
        return "\(date) \(clock) \(time.weekday)"
    }
}
