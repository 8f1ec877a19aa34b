// SPDX-License-Identifier: Apache-2.0

import Calendar
import Glibc

/// A point in time, as clocks on the wall show it: UTC, since 1970.
package struct WallTime: Comparable, Hashable, Sendable {
    package var seconds: Int64
    /// 0 to 999,999,999, counted forward from `seconds`.
    package var nanoseconds: Int

    package init(seconds: Int64, nanoseconds: Int = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    package static var now: WallTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return WallTime(seconds: Int64(time.tv_sec), nanoseconds: time.tv_nsec)
    }

    package static func < (left: WallTime, right: WallTime) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    /// Seconds since 1970 as Python's `time.time()` returns them.
    package var secondsSince1970: Double {
        Double(seconds) + Double(nanoseconds) / 1e9
    }
}

/// A date and a time of day in UTC or at a fixed distance from it.
package struct CivilTime: Equatable, Sendable {
    package let year: Int
    /// 1 to 12.
    package let month: Int
    /// 1 to 31.
    package let day: Int
    package let hour: Int
    package let minute: Int
    package let second: Int
    package let nanosecond: Int
    /// 0 is Monday, as in Python.
    package let weekday: Int

    /// The date and time of `time`, in the proleptic Gregorian calendar.
    ///
    /// - Parameters:
    ///   - time: The point in time.
    ///   - offsetSeconds: How far the zone's clocks are ahead of UTC.
    package init(_ time: WallTime, offsetSeconds: Int = 0) {
        let total = time.seconds &+ Int64(offsetSeconds)
        let days = Int(total.dividedFloored(by: 86_400))
        let secondOfDay = Int(total - Int64(days) * 86_400)
        let date = CivilDate(daysSince1970: days)
        year = date.year
        month = date.month
        day = date.day
        hour = secondOfDay / 3_600
        minute = secondOfDay / 60 % 60
        second = secondOfDay % 60
        nanosecond = time.nanoseconds
        // 1 January 1970 was a Thursday.
        weekday = (days + 3) - (days + 3).dividedFloored(by: 7) * 7
    }
}
