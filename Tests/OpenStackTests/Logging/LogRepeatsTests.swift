// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OpenStack
@testable import POSIX

private let start = MonotonicTime.now

private func record(
    _ message: String, level: LogLevel = .warning, name: String = "a", failure: String? = nil,
    line: Int = 1
) -> LogRecord {
    LogRecord(
        level, name: name, message, failure: failure, time: .now,
        place: .init(file: "F.swift", function: "f", line: line))
}

@Suite struct LogRepeatsTests {
    private func repeats(limit: Int = 2, kindsLimit: Int = 512) -> LogRepeats {
        LogRepeats(limit: limit, interval: .seconds(60), kindsLimit: kindsLimit)
    }

    @Test func `lines beyond the limit are counted and told when the interval is over`() {
        var repeats = repeats()
        let written = (1...5).map { number in
            repeats.admit(record("attempt \(number)"), at: start).isWritten
        }
        #expect(written == [true, true, false, false, false])
        #expect(repeats.nextEnd == start + .seconds(60))
        #expect(repeats.takeSums(at: start + .seconds(59)).isEmpty)
        let sums = repeats.takeSums(at: start + .seconds(60))
        #expect(sums.map(\.message) == ["message repeated 3 times in 60 s: [attempt 5]"])
        #expect(sums.map(\.level) == [.warning])
        #expect(sums.map(\.name) == ["a"])
        #expect(repeats.nextEnd == nil)
        #expect(repeats.takeSums(at: start + .seconds(120), isLast: true).isEmpty)
    }

    @Test func `after the interval lines are written again, their number before them`() {
        var repeats = repeats(limit: 1)
        _ = repeats.admit(record("x"), at: start)
        _ = repeats.admit(record("x"), at: start)
        let (isWritten, sum) = repeats.admit(record("x"), at: start + .seconds(61))
        #expect(isWritten)
        #expect(sum?.message == "message repeated 1 times in 61 s: [x]")
    }

    @Test func `at the end all is told, with the failure's first line`() {
        var repeats = repeats(limit: 1)
        for _ in 1...3 { _ = repeats.admit(record("x", failure: "E: one\ntwo"), at: start) }
        #expect(
            repeats.takeSums(at: start, isLast: true).map(\.message) == [
                "message repeated 2 times in 1 s: [x: E: one]"
            ])
    }

    @Test(arguments: [
        record("other words"), record("x", level: .error), record("x", name: "b"),
        record("x", failure: "E: y"), record("x", line: 2), record("x."),
    ])
    func `lines of another kind have a limit of their own`(other: LogRecord) {
        var repeats = repeats(limit: 1)
        _ = repeats.admit(record("x"), at: start)
        #expect(repeats.admit(other, at: start).isWritten)
        #expect(!repeats.admit(record("x"), at: start).isWritten)
    }

    @Test(arguments: [
        ("of 7d2a-11 at 10:20", "of 9c1a-4f3b-22 at 9:01"), ("req-1 failed", "req-22 failed"),
        ("took 1.5 s", "took 12.25 s"),
    ])
    func `words with digits do not make a line one of another kind`(one: String, other: String) {
        var repeats = repeats(limit: 1)
        _ = repeats.admit(record(one), at: start)
        #expect(!repeats.admit(record(other), at: start).isWritten)
    }

    @Test func `beyond a number of kinds the place in the source alone tells them apart`() {
        var repeats = repeats(limit: 1, kindsLimit: 3)
        for letter in "abc" { #expect(repeats.admit(record("\(letter)"), at: start).isWritten) }
        #expect(repeats.admit(record("d"), at: start).isWritten)
        #expect(!repeats.admit(record("e"), at: start).isWritten)
        // Once their intervals are over, kinds without anything to tell are forgotten.
        #expect(repeats.admit(record("f"), at: start + .seconds(60)).isWritten)
        #expect(repeats.admit(record("g"), at: start + .seconds(60)).isWritten)
    }
}

@Suite struct RepeatedLinesTests {
    private let bare = """
        [DEFAULT]
        logging_default_format_string = %(levelname)s %(name)s %(message)s
        [log_repeats]
        limit = 2

        """

    @Test func `warnings and errors are held back, and told at the end`() throws {
        let (log, lines) = try makeLog(bare)
        let logger = log.logger("a")
        for _ in 1...4 { logger.error("broken") }
        for _ in 1...4 { logger.info("fine") }
        let fine = Array(repeating: "INFO a fine", count: 4)
        #expect(lines.all == ["ERROR a broken", "ERROR a broken"] + fine)
        log.finish()
        #expect(lines.all.last?.hasPrefix("ERROR a message repeated 2 times in ") == true)
        #expect(lines.all.last?.hasSuffix(" s: [broken]") == true)
        let count = lines.all.count
        log.finish()
        #expect(lines.all.count == count)
    }

    @Test func `a part may keep all its lines`() throws {
        let (log, lines) = try makeLog(bare)
        let logger = log.logger("a", keepsRepeats: true)
        for _ in 1...4 { logger.warning("slow") }
        #expect(lines.all.count == 4)
    }

    @Test func `without a limit nothing is held back`() throws {
        let (log, lines) = try makeLog("[log_repeats]\nlimit = 0\n")
        for _ in 1...40 { log.logger("a").warning("x") }
        log.finish()
        #expect(lines.all.count == 40)
    }

    @Test func `the number comes by itself when nothing else is written`() {
        let repeated = RepeatedLines(LogRepeats(limit: 1, interval: .milliseconds(50)))
        let told = Condition<[String]>([])
        for _ in 1...3 {
            _ = repeated.admit(record("x")) { sum in told.update { $0.append(sum.message) } }
        }
        let message = told.wait(atMost: .seconds(60)) { $0.first }
        #expect(message?.hasPrefix("message repeated ") == true)
    }
}
