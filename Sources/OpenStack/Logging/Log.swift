// SPDX-License-Identifier: Apache-2.0

package import POSIX

/// The program's log: takes lines from any thread, and writes them where the operator wants them.
package final class Log: Sendable {
    private let formatter: LogFormatter
    private let outputs: [any LogOutput]
    private let levels: Lock<LogLevels>
    /// All parts that have a logger, so that they learn of new levels.
    private let parts = Lock<[LogPart]>([])
    private let rateLimit: Lock<RateLimit>?
    private let repeated: RepeatedLines?

    /// Opens the log that the configuration describes.
    ///
    /// - Parameters:
    ///   - configuration: The options of ``LoggingOptions``.
    ///   - program: The program's name, for the file in `log_dir` and for syslog.
    ///   - fallback: Where lines go if the configuration names no place; oslo.log has standard
    ///     output there, which FastCGI programs do not always have.
    /// - Throws: ``ConfigurationError`` for a file that cannot be opened, or for a level, format or
    ///   facility that does not exist.
    ///
    /// Source: oslo.log `log.py`, `_setup_logging_from_conf`.
    package convenience init(
        _ configuration: Configuration, program: String, fallback: StandardStream = .error
    ) throws(ConfigurationError) {
        try self.init(
            configuration,
            outputs: try Log.outputs(configuration, program: program, fallback: fallback))
    }

    init(_ configuration: Configuration, outputs: [any LogOutput]) throws(ConfigurationError) {
        formatter = try LogFormatter(configuration)
        self.outputs = outputs
        let levels = try LogLevels(configuration)
        self.levels = Lock(levels)
        rateLimit = RateLimit(configuration).map { Lock($0) }
        repeated = RepeatedLines(configuration)
    }

    /// A logger for a part of the program.
    ///
    /// - Parameters:
    ///   - name: What `%(name)s` shows.
    ///   - keepsRepeats: Whether the part's lines are about single requests or things, so that all
    ///     of them are written, however alike.
    /// - Returns: What the part speaks through.
    package func logger(_ name: String, keepsRepeats: Bool = false) -> Logger {
        let part = LogPart(
            name, level: levels.withLock { $0 }.level(of: name), keepsRepeats: keepsRepeats)
        parts.withLock { $0.append(part) }
        return Logger(part, log: self)
    }

    /// Takes new levels from a configuration that was read again.
    ///
    /// - Throws: ``ConfigurationError`` for what is no level; the old ones stay.
    package func setLevels(_ configuration: Configuration) throws(ConfigurationError) {
        let new = try LogLevels(configuration)
        levels.withLock { $0 = new }
        for part in parts.withLock({ $0 }) { part.setLevel(new.level(of: part.name)) }
    }

    /// Opens the files anew, after they were moved away.
    ///
    /// - Throws: Why one of them cannot be opened; lines go on into the old one.
    package func reopen() throws(Errno) {
        for output in outputs { try output.reopen() }
    }

    /// Writes what is still to be told before the program ends.
    package func finish() {
        repeated?.finish { limit($0) }
    }

    /// Whether the arguments of messages are shown beside them.
    var showsArguments: Bool { formatter.showsArguments }

    /// Writes a line, whatever its level, unless it repeats others too often.
    func write(_ record: LogRecord, keepsRepeats: Bool = false) {
        if record.level >= .warning, !keepsRepeats, let repeated {
            guard repeated.admit(record, emit: { [self] in limit($0) }) else { return }
        }
        limit(record)
    }

    /// Writes a line within the operator's limit for all lines.
    private func limit(_ record: LogRecord) {
        guard let rateLimit else { return emit(record) }
        let now = MonotonicTime.now
        let (verdict, limit) = rateLimit.withLock { limit in
            (limit.verdict(on: record.level, at: now), limit)
        }
        switch verdict {
        case .drop: return
        case .warn:
            let message =
                "Logging rate limit: drop after \(limit.burst) records/\(limit.intervalSeconds) sec"
            emit(
                LogRecord(
                    .error, name: "root", message, context: record.context, time: record.time,
                    place: record.place))
        case .write: emit(record)
        }
    }

    private func emit(_ record: LogRecord) {
        var line = formatter.line(record)
        line.append(0x0A)
        for output in outputs { output.write(line, of: record) }
    }
}

extension Log {
    private static func outputs(
        _ configuration: Configuration, program: String, fallback: StandardStream
    ) throws(ConfigurationError) -> [any LogOutput] {
        var outputs: [any LogOutput] = []
        if let path = path(configuration, program: program) {
            do {
                outputs.append(try FileOutput(path: path))
            } catch {
                throw configuration.invalid(LoggingOptions.logFile, path, error.description)
            }
        }
        if configuration[LoggingOptions.usesStandardError] {
            outputs.append(StreamOutput(stream: .error))
        }
        if configuration[LoggingOptions.usesJournal] {
            outputs.append(
                JournalOutput(
                    socket: try socket(JournalOutput.path),
                    facility: try facility(configuration), program: program))
        }
        // As in oslo.log, syslog alone does not silence the stream.
        if outputs.isEmpty { outputs.append(StreamOutput(stream: fallback)) }
        if configuration[LoggingOptions.usesSyslog] {
            outputs.append(
                SyslogOutput(
                    socket: try socket(SyslogOutput.path), facility: try facility(configuration),
                    program: program))
        }
        return outputs
    }

    /// The file to write to, or `nil` if none is named.
    static func path(_ configuration: Configuration, program: String) -> String? {
        let file = configuration[LoggingOptions.logFile] ?? ""
        let directory = configuration[LoggingOptions.logDirectory] ?? ""
        if directory.isEmpty { return file.isEmpty ? nil : file }
        if file.hasPrefix("/") { return file }
        let base = directory.hasSuffix("/") ? directory : directory + "/"
        return base + (file.isEmpty ? "\(program).log" : file)
    }

    private static func facility(
        _ configuration: Configuration
    ) throws(ConfigurationError) -> SyslogFacility {
        let name = configuration[LoggingOptions.syslogFacility]
        guard let facility = SyslogFacility(name: name) else {
            throw configuration.invalid(
                LoggingOptions.syslogFacility, name,
                "must be a facility of syslog, such as LOG_USER, LOG_DAEMON or LOG_LOCAL0")
        }
        return facility
    }

    private static func socket(_ path: String) throws(ConfigurationError) -> DatagramSocket {
        do {
            return try DatagramSocket(path: path)
        } catch {
            throw .unreadable(path: path, reason: error.description)
        }
    }
}
