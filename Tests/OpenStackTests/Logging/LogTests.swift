// SPDX-License-Identifier: Apache-2.0

import Foundation
import Gateway
import JSON
import Testing

@testable import OpenStack
@testable import POSIX

private struct Trouble: Error, CustomStringConvertible {
    var description = "it broke"
}

/// Format strings that show only what the test wants to see.
private let bare = """
    [DEFAULT]
    logging_default_format_string = %(levelname)s %(name)s %(message)s
    logging_context_format_string = %(request_id)s %(message)s
    logging_debug_format_suffix =

    """

@Suite struct LogFormatTests {
    @Test(arguments: try MiddlewareFixture.load().formats)
    func `a format is filled in as by Python`(_ example: MiddlewareFixture.FormatCase) throws {
        let text = example.format
        let formatter = try LogFormatter(
            configuration(
                "[DEFAULT]\nlogging_context_format_string = \(text)\n"
                    + "logging_default_format_string = \(text)\n"))
        let caller = Caller(
            userID: "u", projectID: "", roles: ["a", "b'c"], userDomainID: "ud")
        let record = LogRecord(
            .info, name: "placement.x", "it's ok",
            context: example.identified ? LogContext(requestID: "req-1", caller: caller) : nil,
            time: WallTime(seconds: 1_700_000_000, nanoseconds: 625_000_000),
            place: .init(file: "a/b.swift", function: "f", line: 7))
        #expect(String(decoding: formatter.line(record), as: UTF8.self) == example.line)
    }

    @Test(arguments: [
        ("%(levelno)03d|%(levelno)5d|%(levelno)-5d|", "020|   20|20   |"),
        ("%(levelno)d|%(levelno)+d|%(levelno)+04d|", "20|+20|+020|"),
        ("%(msecs)03d|%(msecs)d|%(msecs).1f|", "007|7|7.0|"),
        ("%(levelname)-8s|%(levelname)6s|%(levelname).2s|", "INFO    |  INFO|IN|"),
        ("%%%(message)s%%", "%m%"),
    ])
    func `widths and flags are those of Python`(format: String, line: String) throws {
        let formatter = try LogFormatter(
            configuration("[DEFAULT]\nlogging_default_format_string = \(format)\n"))
        let record = LogRecord(
            .info, name: "n", "m", time: WallTime(seconds: 1, nanoseconds: 7_000_000),
            place: .init(file: "a", function: "f", line: 7))
        #expect(String(decoding: formatter.line(record), as: UTF8.self) == line)
    }

    @Test(arguments: [
        "%(nothing)s", "%(message)d", "%(message)", "%(message", "%s", "5%", "%(levelno)x",
    ])
    func `a format that cannot be filled in ends the start`(format: String) throws {
        #expect(throws: ConfigurationError.self) {
            try makeLog("[DEFAULT]\nlogging_default_format_string = \(format)\n")
        }
    }

    @Test func `lines at level debug say where they come from`() throws {
        let (log, lines) = try makeLog("[DEFAULT]\ndebug = true\n")
        log.logger("a").debug("x", file: "T/F.swift", function: "g", line: 12)
        log.logger("a").info("y")
        #expect(lines.all[0].hasSuffix("DEBUG a [-] x g T/F.swift:12"))
        #expect(lines.all[1].hasSuffix("INFO a [-] y"))
    }

    @Test func `a failure stands behind the message, its further lines below`() throws {
        let (log, lines) = try makeLog(bare + "logging_exception_prefix = %(name)s|\n")
        log.logger("a").error("failed", Trouble(description: "one\ntwo"))
        #expect(lines.all == ["ERROR a failed: Trouble: one\na|two"])
    }

    @Test func `a format may have a place for the failure`() throws {
        let format = "logging_default_format_string = <%(error_summary)s> %(message)s\n"
        let (log, lines) = try makeLog("[DEFAULT]\n" + format)
        log.logger("a").error("x", Trouble())
        log.logger("a").error("y")
        #expect(lines.all == ["<Trouble: it broke> x", "<-> y"])
    }

    @Test func `the date has the form that was asked for`() throws {
        let text = "[DEFAULT]\nlog_date_format = %Y\nlogging_default_format_string = %(asctime)s\n"
        let (log, lines) = try makeLog(text)
        log.logger("a").info("x")
        #expect(lines.all.first?.wholeMatch(of: /20\d\d/) != nil)
    }

    @Test func `the time in ISO 8601 has microseconds and a zone`() throws {
        let (log, lines) = try makeLog("[DEFAULT]\nlogging_default_format_string = %(isotime)s\n")
        log.logger("a").info("x")
        let form = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d/
        #expect(lines.all.first?.wholeMatch(of: form) != nil)
    }

    @Test func `a line can be a JSON object with the fields of oslo log`() throws {
        let (log, lines) = try makeLog("[DEFAULT]\nuse_json = true\n")
        var context = LogContext(
            requestID: "req-1", caller: Caller(userID: "u", projectID: "p", roles: ["r"]))
        context.hasToken = true
        log.logger("placement.x").within(context).error("a \"b\"", Trouble())
        let line = try #require(lines.all.first)
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(
            Set(json.keys) == [
                "message", "asctime", "name", "msg", "args", "levelname", "levelno", "pathname",
                "filename", "module", "lineno", "funcname", "created", "msecs",
                "relative_created", "thread", "thread_name", "process_name", "process",
                "traceback", "hostname", "error_summary", "context", "extra",
            ])
        #expect(json["message"] as? String == "a \"b\"")
        #expect(json["error_summary"] as? String == "Trouble: it broke")
        let shown = try #require(json["context"] as? [String: Any])
        #expect(shown["user"] as? String == "u")
        #expect(shown["request_id"] as? String == "req-1")
        #expect(shown["roles"] as? [String] == ["r"])
        #expect(shown["auth_token"] as? String == "***")
        #expect(shown["user_identity"] as? String == "u p - - -")
        #expect(json["msg"] as? String == "a \"b\"")
        #expect((json["args"] as? [Any])?.isEmpty == true)
        #expect((json["extra"] as? [String: String]) == ["project": "p", "version": "unknown"])
    }

    @Test func `what a message is made of is put together only where it is shown`() throws {
        let arguments = LogArguments("%s and %(b)s", .ordered([.string("a"), .null]))
        let (log, lines) = try makeLog(bare)
        func unwanted() -> LogArguments {
            Issue.record("the arguments were put together")
            return arguments
        }
        log.logger("a").info("x", unwanted())
        let (other, objects) = try makeLog("[DEFAULT]\nuse_json = true\n")
        other.logger("a").info("x", arguments)
        #expect(lines.all == ["INFO a x"])
        #expect(objects.all[0].contains(#""msg": "%s and %(b)s", "args": ["a", null]"#))
    }
}

@Suite struct LogLevelTests {
    @Test func `without debug, lines of level debug are not even put together`() throws {
        let (log, lines) = try makeLog(bare)
        func unwanted() -> String {
            Issue.record("the message was put together")
            return ""
        }
        log.logger("a").debug(unwanted())
        log.logger("a").info("x")
        #expect(lines.all == ["INFO a x"])
    }

    @Test func `a part has the level of the nearest part around it`() throws {
        let (log, lines) = try makeLog(
            bare + "default_log_levels = a=WARN,a.b=DEBUG,a.b.c=ERROR,d=45,e=NOTSET\n")
        for name in ["a", "a.x", "a.b", "a.b.x", "a.b.c.x", "ab", "d", "e.f"] {
            log.logger(name).debug("1")
            log.logger(name).info("2")
            log.logger(name).warning("3")
        }
        #expect(
            lines.all == [
                "WARNING a 3", "WARNING a.x 3", "DEBUG a.b 1", "INFO a.b 2", "WARNING a.b 3",
                "DEBUG a.b.x 1", "INFO a.b.x 2", "WARNING a.b.x 3", "INFO ab 2", "WARNING ab 3",
                "INFO e.f 2", "WARNING e.f 3",
            ])
    }

    @Test(arguments: ["a", "a=", "a=LOUD"])
    func `what is no level ends the start`(pair: String) {
        #expect(throws: ConfigurationError.self) {
            try makeLog("[DEFAULT]\ndefault_log_levels = \(pair)\n")
        }
    }

    @Test func `levels can be changed while the program runs`() throws {
        let (log, lines) = try makeLog(bare)
        log.logger("a").debug("1")
        try log.setLevels(configuration("[DEFAULT]\ndebug = true\n"))
        log.logger("a").debug("2")
        #expect(lines.all == ["DEBUG a 2"])
    }

    @Test func `a line within a request has its format and identifier`() throws {
        let (log, lines) = try makeLog(bare)
        var request = makeRequest()
        log.logger("a").within(request).info("x")
        request.id = "req-1"
        log.logger("a").within(request).info("y")
        #expect(lines.all == ["INFO a x", "req-1 y"])
    }

    @Test func `beyond the rate limit there is one line that says so`() throws {
        let (log, lines) = try makeLog(
            bare + "rate_limit_burst = 2\nrate_limit_interval = 3600\n")
        for number in 1...5 { log.logger("a").info("\(number)") }
        log.logger("a").critical("6")
        #expect(
            lines.all == [
                "INFO a 1", "INFO a 2",
                "ERROR root Logging rate limit: drop after 2 records/3600 sec", "CRITICAL a 6",
            ])
    }

    @Test func `a rate limit begins anew with each interval`() throws {
        var limit = try #require(
            try RateLimit(
                configuration("[DEFAULT]\nrate_limit_burst = 1\nrate_limit_interval = 10\n")))
        let start = MonotonicTime.now
        #expect(limit.verdict(on: .info, at: start) == .write)
        #expect(limit.verdict(on: .info, at: start + .seconds(9)) == .warn)
        #expect(limit.verdict(on: .info, at: start + .seconds(9)) == .drop)
        #expect(limit.verdict(on: .info, at: start + .seconds(10)) == .write)
    }
}
