// SPDX-License-Identifier: Apache-2.0

import Calendar

/// A moment as `Last-Modified` carries it: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7).
package struct HTTPDate: Equatable, Sendable {
    /// Seconds since 1970-01-01 00:00 UTC.
    package let seconds: Int

    package init(seconds: Int) {
        self.seconds = seconds
    }

    package var text: String {
        let days = seconds.dividedFloored(by: 86_400)
        let second = seconds - days * 86_400
        let date = CivilDate(daysSince1970: days)
        let weekday = (days % 7 + 11) % 7
        return HTTPDate.weekdays[weekday] + ", " + padded(date.day) + " "
            + HTTPDate.months[date.month - 1]
            + " " + String(date.year) + " " + padded(second / 3600) + ":" + padded(second / 60 % 60)
            + ":" + padded(second % 60) + " GMT"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private func padded(_ number: Int) -> String {
        number < 10 ? "0" + String(number) : String(number)
    }
}
