// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Dates and times as people at this place write them.
package enum LocalTime {
    /// A point in time in the form that `strftime` knows, such as `%Y-%m-%d %H:%M:%S`.
    ///
    /// Results of more than 1,023 bytes are empty.
    ///
    /// **The corresponding C functions are `localtime_r` and `strftime`.**
    package static func text(_ time: WallTime, format: String) -> String {
        var broken = brokenDown(time)
        var bytes = [CChar](repeating: 0, count: 1024)
        let count = strftime(&bytes, bytes.count, format, &broken)
        return String(decoding: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// How far the clocks here are, or were, ahead of UTC at a point in time.
    package static func offsetSeconds(at time: WallTime) -> Int {
        brokenDown(time).tm_gmtoff
    }

    private static func brokenDown(_ time: WallTime) -> tm {
        var seconds = time_t(time.seconds)
        var broken = tm()
        localtime_r(&seconds, &broken)
        return broken
    }
}
