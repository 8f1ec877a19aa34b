// SPDX-License-Identifier: Apache-2.0

/// How much a line of the log matters.
///
/// Source: the levels of Python's `logging`, and TRACE of oslo.log.
package struct LogLevel: RawRepresentable, Hashable, Comparable, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) {
        self.rawValue = rawValue
    }

    package static let debug = LogLevel(rawValue: 10)
    package static let info = LogLevel(rawValue: 20)
    package static let warning = LogLevel(rawValue: 30)
    package static let error = LogLevel(rawValue: 40)
    package static let critical = LogLevel(rawValue: 50)

    /// The level in `default_log_levels`: a name or a number; 0 is that of the part around it.
    init?(configured text: String) {
        if let number = Int(text) {
            self.init(rawValue: number)
            return
        }
        switch text.uppercased() {
        case "NOTSET": self.init(rawValue: 0)
        case "TRACE": self.init(rawValue: 5)
        case "DEBUG": self = .debug
        case "INFO": self = .info
        case "WARN", "WARNING": self = .warning
        case "ERROR": self = .error
        case "CRITICAL", "FATAL": self = .critical
        default: return nil
        }
    }

    /// What `%(levelname)s` shows.
    package var name: String {
        switch self {
        case .debug: "DEBUG"
        case .info: "INFO"
        case .warning: "WARNING"
        case .error: "ERROR"
        case .critical: "CRITICAL"
        default: "Level \(rawValue)"
        }
    }

    /// The severity of syslog.
    ///
    /// Source: oslo.log `handlers.py`, `SYSLOG_MAP`.
    var severity: Int {
        switch self {
        case .critical: 2
        case .error: 3
        case .warning: 4
        case .info: 6
        default: 7
        }
    }

    package static func < (left: LogLevel, right: LogLevel) -> Bool {
        left.rawValue < right.rawValue
    }
}
