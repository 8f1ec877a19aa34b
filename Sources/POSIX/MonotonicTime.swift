// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A point on the clock that never jumps; it says nothing about the time of day.
package struct MonotonicTime: Comparable, Sendable {
    /// Since the machine was started, as a rule.
    package let nanoseconds: Int64

    package static var now: MonotonicTime {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    package static func < (left: MonotonicTime, right: MonotonicTime) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// How long it took from `right` to `left`.
    package static func - (left: MonotonicTime, right: MonotonicTime) -> Duration {
        .nanoseconds(left.nanoseconds - right.nanoseconds)
    }

    /// A point later by `duration`; a duration of centuries ends at the last point there is.
    package static func + (time: MonotonicTime, duration: Duration) -> MonotonicTime {
        let (seconds, attoseconds) = duration.components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, sumOverflow) = time.nanoseconds.addingReportingOverflow(whole)
        guard !overflow, !sumOverflow, sum < Int64.max - 2_000_000_000 else {
            return MonotonicTime(nanoseconds: duration < .zero ? 0 : Int64.max)
        }
        return MonotonicTime(nanoseconds: sum + attoseconds / 1_000_000_000)
    }

    /// The form in which the C library wants it.
    var specification: timespec {
        timespec(
            tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    }
}
