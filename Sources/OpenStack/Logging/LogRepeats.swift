// SPDX-License-Identifier: Apache-2.0

import POSIX

/// Keeps count of lines that say the same thing over and over.
///
/// As the kernel's `printk_ratelimited` and systemd's `RateLimitIntervalSec` do, it lets a number
/// of lines of a kind through in each interval, and counts the others; as rsyslog does, it then
/// tells in one line how many there were, and what the last one said. So what is broken is seen at
/// once, is seen again in each interval, and does not fill the disk or hide everything else.
///
/// Two lines are of a kind if they have logger, level and place in the source in common, and the
/// words of their text as well, but for those with digits in them, such as identifiers.
struct LogRepeats: Sendable {
    /// What has happened to the lines of a kind since an interval began.
    private struct Count {
        let begin: MonotonicTime
        var written = 0
        var dropped = 0
        var last: LogRecord
    }

    private let limit: Int
    private let interval: Duration
    /// More kinds than that are told apart by their place in the source alone.
    private let kindsLimit: Int
    private var counts: [Int: Count] = [:]

    /// - Parameters:
    ///   - limit: Lines of a kind that are written in each interval.
    ///   - interval: How long an interval is.
    ///   - kindsLimit: Bounds the memory, as some texts name what a client sent.
    init(limit: Int, interval: Duration, kindsLimit: Int = 512) {
        self.limit = limit
        self.interval = interval
        self.kindsLimit = kindsLimit
    }

    /// The limit that the operator set, or `nil` if there is none.
    init?(_ configuration: Configuration) {
        let limit = configuration[RepeatOptions.limit]
        guard limit > 0 else { return nil }
        self.init(limit: limit, interval: configuration[RepeatOptions.interval])
    }

    /// Looks at a line before it is written.
    ///
    /// - Returns: Whether to write it, and a line to be written before it.
    mutating func admit(
        _ record: LogRecord, at now: MonotonicTime
    ) -> (isWritten: Bool, sum: LogRecord?) {
        var kind = LogRepeats.kind(of: record)
        if counts[kind] == nil, counts.count >= kindsLimit {
            counts = counts.filter { $0.value.dropped > 0 || now < $0.value.begin + interval }
            if counts.count >= kindsLimit { kind = LogRepeats.kind(of: record, byText: false) }
        }
        var count = counts[kind] ?? Count(begin: now, last: record)
        var sum: LogRecord?
        if now >= count.begin + interval {
            sum = LogRepeats.sum(count, at: now)
            count = Count(begin: now, last: record)
        }
        let isWritten = count.written < limit
        if isWritten { count.written += 1 } else { count.dropped += 1 }
        count.last = record
        counts[kind] = count
        return (isWritten, sum)
    }

    /// When the first interval ends in which lines were dropped; `nil` if none were.
    var nextEnd: MonotonicTime? {
        counts.values.lazy.filter { $0.dropped > 0 }.map(\.begin).min().map { $0 + interval }
    }

    /// The lines that tell of what was dropped, for the intervals that are over, and forgets these.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - isLast: Whether the others are to be told as well, since the program ends.
    /// - Returns: A line for each kind of which lines were dropped, in the order they began.
    mutating func takeSums(at now: MonotonicTime, isLast: Bool = false) -> [LogRecord] {
        let over = counts.filter { isLast || now >= $0.value.begin + interval }
        for kind in over.keys { counts[kind] = nil }
        return over.values.sorted { $0.begin < $1.begin }
            .compactMap { LogRepeats.sum($0, at: now) }
    }

    private static func sum(_ count: Count, at now: MonotonicTime) -> LogRecord? {
        guard count.dropped > 0 else { return nil }
        let last = count.last
        let failure = last.failure.map { ": \($0.prefix { $0 != "\n" })" } ?? ""
        let seconds = max(1, Int(((now - count.begin) / .seconds(1)).rounded()))
        return LogRecord(
            last.level, name: last.name,
            "message repeated \(count.dropped) times in \(seconds) s: [\(last.message)\(failure)]",
            time: .now, place: last.place)
    }
}

extension LogRepeats {
    private static func kind(of record: LogRecord, byText: Bool = true) -> Int {
        var hasher = Hasher()
        hasher.combine(record.name)
        hasher.combine(record.level)
        hasher.combine(record.place.file.description)
        hasher.combine(record.place.line)
        if byText {
            combineWords(of: record.message, into: &hasher)
            combineWords(of: record.failure ?? "", into: &hasher)
        }
        return hasher.finalize()
    }

    /// Takes in the words of a text; those with a digit, such as UUIDs and times, count as equal.
    private static func combineWords(of text: String, into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { bytes in
            var word = bytes.startIndex
            // What makes lines different in kind stands at their beginning.
            let end = min(bytes.endIndex, 1024)
            while word < end {
                var next = word
                var hasDigit = false
                while next < end, bytes[next].isOfWord {
                    hasDigit = hasDigit || bytes[next].isDigit
                    next += 1
                }
                if next == word { next += 1 }
                if hasDigit {
                    hasher.combine(UInt8(ascii: "#"))
                } else {
                    for byte in bytes[word..<next] { hasher.combine(byte) }
                }
                word = next
            }
        }
        hasher.combine(0xFF as UInt8)
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }

    /// A letter, digit or hyphen of ASCII.
    fileprivate var isOfWord: Bool {
        isDigit || (0x61...0x7A).contains(self | 0x20) || self == UInt8(ascii: "-")
    }
}
