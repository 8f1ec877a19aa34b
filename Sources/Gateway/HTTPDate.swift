// SPDX-License-Identifier: Apache-2.0

/// A moment as `Last-Modified` carries it: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7).
package struct HTTPDate: Equatable, Sendable {
    /// Seconds since 1970-01-01 00:00 UTC.
    package let seconds: Int

    package init(seconds: Int) {
        self.seconds = seconds
    }

    package var text: String {
        let days = seconds.floorDivided(by: 86_400)
        let second = seconds - days * 86_400
        let (year, month, day) = HTTPDate.civil(fromDays: days)
        let weekday = (days % 7 + 11) % 7
        return HTTPDate.weekdays[weekday] + ", " + padded(day) + " " + HTTPDate.months[month - 1]
            + " " + String(year) + " " + padded(second / 3600) + ":" + padded(second / 60 % 60)
            + ":" + padded(second % 60) + " GMT"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private func padded(_ number: Int) -> String {
        number < 10 ? "0" + String(number) : String(number)
    }

    /// The day of the proleptic Gregorian calendar, days counted from 1970-01-01.
    ///
    /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
    private static func civil(fromDays days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted.floorDivided(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}

extension Int {
    fileprivate func floorDivided(by divisor: Int) -> Int {
        self >= 0 ? self / divisor : (self + 1) / divisor - 1
    }
}
