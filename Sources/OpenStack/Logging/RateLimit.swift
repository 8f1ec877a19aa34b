// SPDX-License-Identifier: Apache-2.0

import POSIX

/// Keeps a flood of lines from filling the disk.
///
/// Source: oslo.log `rate_limit.py`.
struct RateLimit: Sendable {
    enum Verdict {
        case write
        /// The first line too many: say so instead.
        case warn
        case drop
    }

    let burst: Int
    let intervalSeconds: Int
    /// Lines of this level and above are always written; `nil` if none are.
    let exceptLevel: LogLevel?
    private var count = 0
    private var end: MonotonicTime?

    /// The limit that the operator set, or `nil` if there is none.
    init?(_ configuration: Configuration) {
        burst = configuration[LoggingOptions.rateLimitBurst]
        intervalSeconds = configuration[LoggingOptions.rateLimitIntervalSeconds]
        exceptLevel = LogLevel(
            configured: configuration[LoggingOptions.rateLimitExceptLevel].rawValue)
        guard burst >= 1, intervalSeconds >= 1 else { return nil }
    }

    /// What is to become of a line of a level at a point in time.
    mutating func verdict(on level: LogLevel, at now: MonotonicTime) -> Verdict {
        if let exceptLevel, level >= exceptLevel { return .write }
        if let end, now < end {
            count += count < .max ? 1 : 0
        } else {
            end = now + .seconds(intervalSeconds)
            count = 1
        }
        if count <= burst { return .write }
        return count == burst + 1 ? .warn : .drop
    }
}
