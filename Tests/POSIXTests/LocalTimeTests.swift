// SPDX-License-Identifier: Apache-2.0

import Foundation
import POSIX
import Testing

@Suite struct LocalTimeTests {
    @Test(arguments: [0, 1_700_000_000, 1_720_000_000, 4_102_444_799] as [Int64])
    func `a time is written as clocks here show it`(seconds: Int64) {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = "yyyy-MM-dd HH:mm:ss"
        let expected = formatter.string(from: Date(timeIntervalSince1970: Double(seconds)))
        let time = WallTime(seconds: seconds, nanoseconds: 999_999_999)
        #expect(LocalTime.text(time, format: "%Y-%m-%d %H:%M:%S") == expected)
    }

    @Test func `the distance from UTC is that of the zone`() {
        let time = WallTime(seconds: 1_700_000_000)
        let zone = TimeZone.current
        #expect(
            LocalTime.offsetSeconds(at: time)
                == zone.secondsFromGMT(for: Date(timeIntervalSince1970: 1_700_000_000)))
    }

    @Test func `a text that is too long is empty`() {
        let format = String(repeating: "%Y", count: 300)
        #expect(LocalTime.text(WallTime(seconds: 0), format: format).isEmpty)
        #expect(LocalTime.text(WallTime(seconds: 0), format: "").isEmpty)
    }

    @Test func `the machine has a name`() {
        #expect(Process.hostName == ProcessInfo.processInfo.hostName)
    }
}
