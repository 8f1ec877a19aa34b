// SPDX-License-Identifier: Apache-2.0

/// Options of the section `log_repeats`, which the Python service does not have.
package enum RepeatOptions {
    package static let limit = Option(
        "log_repeats", "limit", .integer(minimum: 0), default: 10,
        """
        Warnings and errors of the same kind that are written in each interval. What comes on top \
        is counted, and the number written in one line when the interval is over, or the service \
        stops. Lines about single requests, such as the request line and that of a slow request, \
        are always written. 0 sets no limit.
        """)

    package static let interval = Option(
        "log_repeats", "interval", .seconds(minimum: 1), default: .seconds(60),
        "Seconds in which at most that many lines of a kind are written.")

    package static let group = OptionGroup(
        "log_repeats", "What becomes of a warning or an error that each request causes anew.",
        [limit, interval])
}
