// SPDX-License-Identifier: Apache-2.0

package import Gateway
import POSIX

/// What a part of the program speaks through, on any thread.
///
///     let logger = log.logger("placement.requestlog")
///     logger.within(request).info("done")
///
/// The message is not even put together unless its level is on.
package struct Logger: Sendable {
    private let part: LogPart
    private let log: Log
    private var context: LogContext?

    init(_ part: LogPart, log: Log) {
        self.part = part
        self.log = log
    }

    /// What `%(name)s` shows, and `default_log_levels` goes by.
    package var name: String { part.name }

    /// The same logger for lines that belong to a request.
    package func within(_ request: Request) -> Logger {
        within(LogContext(request))
    }

    /// The same logger for lines that belong to a request, or to none.
    package func within(_ context: LogContext?) -> Logger {
        var logger = self
        logger.context = context
        return logger
    }

    /// Whether lines of a level are written.
    package func isEnabled(_ level: LogLevel) -> Bool {
        part.speaks(at: level)
    }

    package func debug(
        _ message: @autoclosure () -> String, _ arguments: @autoclosure () -> LogArguments? = nil,
        file: StaticString = #fileID, function: StaticString = #function, line: Int = #line
    ) {
        write(
            .debug, message, arguments, nil, .init(file: file, function: function, line: line))
    }

    package func info(
        _ message: @autoclosure () -> String, _ arguments: @autoclosure () -> LogArguments? = nil,
        file: StaticString = #fileID, function: StaticString = #function, line: Int = #line
    ) {
        write(
            .info, message, arguments, nil, .init(file: file, function: function, line: line))
    }

    /// Something is odd, but goes on.
    package func warning(
        _ message: @autoclosure () -> String, _ failure: (any Error)? = nil,
        file: StaticString = #fileID, function: StaticString = #function, line: Int = #line
    ) {
        write(
            .warning, message, { nil }, failure, .init(file: file, function: function, line: line))
    }

    /// Something failed; the failure's kind and text stand behind the message.
    package func error(
        _ message: @autoclosure () -> String, _ failure: (any Error)? = nil,
        file: StaticString = #fileID, function: StaticString = #function, line: Int = #line
    ) {
        write(
            .error, message, { nil }, failure, .init(file: file, function: function, line: line))
    }

    /// Nothing can go on.
    package func critical(
        _ message: @autoclosure () -> String, _ failure: (any Error)? = nil,
        file: StaticString = #fileID, function: StaticString = #function, line: Int = #line
    ) {
        write(
            .critical, message, { nil }, failure, .init(file: file, function: function, line: line))
    }

    private func write(
        _ level: LogLevel, _ message: () -> String,
        _ arguments: () -> LogArguments?, _ failure: (any Error)?, _ place: LogRecord.Place
    ) {
        guard isEnabled(level) else { return }
        log.write(
            LogRecord(
                level, name: name, message(), arguments: log.showsArguments ? arguments() : nil,
                context: context, failure: failure.map { "\(type(of: $0)): \($0)" }, time: .now,
                place: place),
            keepsRepeats: part.keepsRepeats)
    }
}
