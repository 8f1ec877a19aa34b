// SPDX-License-Identifier: Apache-2.0

import Gateway
import POSIX
import Synchronization

/// A place to which lines of the log go.
protocol LogOutput: Sendable {
    /// Takes a line with a line break at its end; where the place fails, it goes to `stderr`.
    func write(_ line: [UInt8], of record: LogRecord)
    /// Opens anew what may have been moved away.
    ///
    /// - Throws: Why it cannot be opened; the old one is used on.
    func reopen() throws(Errno)
}

extension LogOutput {
    func reopen() throws(Errno) {}
}

/// Standard output or standard error.
struct StreamOutput: LogOutput {
    private let stream: StandardStream
    /// A pipe takes a line of more than 4 KiB in pieces, and others must not come between them.
    private let turn = Lock(())

    init(stream: StandardStream) {
        self.stream = stream
    }

    func write(_ line: [UInt8], of record: LogRecord) {
        turn.withLock { _ in stream.write(line) }
    }
}

/// A file that may be rotated while it is written to.
///
/// Source: Python's `logging.handlers.WatchedFileHandler`, which looks at each line.
struct FileOutput: LogOutput {
    private let file: AppendedFile
    private let strays: StrayLines
    private let look = Look()

    /// When to look again whether the file was moved away.
    private final class Look: Sendable {
        let next = Atomic(MonotonicTime.now.nanoseconds)
        /// Whether the last look ended in an error, of which one is told.
        let isFailing = Atomic(false)
    }

    init(path: String) throws(Errno) {
        file = try AppendedFile(path: path)
        strays = StrayLines(of: path)
    }

    func write(_ line: [UInt8], of record: LogRecord) {
        if isTimeToLook() { lookWhetherMoved() }
        do {
            try file.append(line)
            strays.end()
        } catch {
            strays.take(line, because: error)
        }
    }

    /// What cannot be opened anew goes on where it was.
    private func lookWhetherMoved() {
        do {
            try file.reopenIfMoved()
            look.isFailing.store(false, ordering: .relaxed)
        } catch {
            guard !look.isFailing.exchange(true, ordering: .relaxed) else { return }
            strays.tell("was moved away and cannot be opened anew: \(error)")
        }
    }

    func reopen() throws(Errno) {
        try file.reopen()
    }

    /// True once a second.
    private func isTimeToLook() -> Bool {
        let now = MonotonicTime.now.nanoseconds
        let next = look.next.load(ordering: .relaxed)
        guard now >= next else { return false }
        return look.next.compareExchange(
            expected: next, desired: now + 1_000_000_000, ordering: .relaxed
        ).exchanged
    }
}

/// The system's log by its socket.
///
/// Source: RFC 3164, 4.1, as the C library's `syslog` writes it.
struct SyslogOutput: LogOutput {
    let socket: DatagramSocket
    let facility: SyslogFacility
    let program: String
    private let strays = StrayLines(of: "syslog")

    init(socket: DatagramSocket, facility: SyslogFacility, program: String) {
        self.socket = socket
        self.facility = facility
        self.program = program
    }

    static let path = "/dev/log"

    func write(_ line: [UInt8], of record: LogRecord) {
        let priority = facility.rawValue << 3 | record.level.severity
        let time = LocalTime.text(record.time, format: "%b %e %H:%M:%S")
        do {
            try socket.send(Array("<\(priority)>\(time) \(program): ".utf8) + line.dropLast())
            strays.end()
        } catch {
            strays.take(line, because: error)
        }
    }
}

/// A facility of syslog, by the name that Python has for it.
enum SyslogFacility: Int, CaseIterable {
    case kern, user, mail, daemon, auth, syslog, lpr, news, uucp, cron, authpriv, ftp
    case local0 = 16
    case local1, local2, local3, local4, local5, local6, local7

    /// The facility of a name such as `LOG_LOCAL0`, `local0` or `Local0`.
    init?(name: String) {
        let name = name.lowercased()
        let word = name.hasPrefix("log_") ? String(name.dropFirst(4)) : name
        guard let facility = SyslogFacility.allCases.first(where: { "\($0)" == word }) else {
            return nil
        }
        self = facility
    }
}

/// systemd's journal, with the fields of a line beside its text.
///
/// Source: oslo.log `handlers.py`, `OSJournalHandler`; systemd, "Native Journal Protocol".
struct JournalOutput: LogOutput {
    let socket: DatagramSocket
    let facility: SyslogFacility
    let program: String
    private let strays = StrayLines(of: "systemd's journal")

    init(socket: DatagramSocket, facility: SyslogFacility, program: String) {
        self.socket = socket
        self.facility = facility
        self.program = program
    }

    static let path = "/run/systemd/journal/socket"

    func write(_ line: [UInt8], of record: LogRecord) {
        var entry: [UInt8] = []
        JournalOutput.append("MESSAGE", Array(line.dropLast()), to: &entry)
        for (name, text) in fields(of: record) {
            JournalOutput.append(name, Array(text.utf8), to: &entry)
        }
        do {
            try socket.send(entry)
            strays.end()
        } catch {
            strays.take(line, because: error)
        }
    }

    private func fields(of record: LogRecord) -> [(String, String)] {
        var fields = [
            ("CODE_FILE", record.value(of: .pathname).text),
            ("CODE_LINE", record.value(of: .lineno).text),
            ("CODE_FUNC", record.value(of: .funcName).text),
            ("THREAD_NAME", record.value(of: .threadName).text),
            ("PROCESS_NAME", record.value(of: .processName).text),
            ("LOGGER_NAME", record.name), ("LOGGER_LEVEL", record.level.name),
            ("SYSLOG_IDENTIFIER", program), ("PRIORITY", String(record.level.severity)),
            ("SYSLOG_FACILITY", String(facility.rawValue)),
        ]
        if let failure = record.failure {
            fields += [("EXCEPTION_INFO", failure), ("EXCEPTION_TEXT", failure)]
        }
        if let context = record.context {
            fields.append(("REQUEST_ID", context.requestID))
            if let user = context.caller?.userID { fields.append(("USER_ID", user)) }
            if let project = context.caller?.projectID { fields.append(("PROJECT_ID", project)) }
        }
        return fields
    }

    /// Adds a field: `NAME=text`, or with its length in 8 bytes if the text has line breaks.
    private static func append(_ name: String, _ text: [UInt8], to entry: inout [UInt8]) {
        entry.append(contentsOf: name.utf8)
        if text.contains(0x0A) {
            entry.append(0x0A)
            withUnsafeBytes(of: UInt64(text.count).littleEndian) { entry.append(contentsOf: $0) }
        } else {
            entry.append(UInt8(ascii: "="))
        }
        entry.append(contentsOf: text)
        entry.append(0x0A)
    }
}
