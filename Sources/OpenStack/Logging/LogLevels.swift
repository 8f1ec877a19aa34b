// SPDX-License-Identifier: Apache-2.0

/// From which level on the parts of the program speak.
struct LogLevels: Sendable {
    /// The level of parts without one of their own.
    let root: LogLevel
    private let parts: [String: LogLevel]

    init(root: LogLevel, parts: [String: LogLevel] = [:]) {
        self.root = root
        self.parts = parts.filter { $0.value.rawValue != 0 }
    }

    /// The levels that `debug` and `default_log_levels` set.
    ///
    /// - Throws: ``ConfigurationError/invalidValue(source:group:option:value:reason:)`` for what
    ///   is no level.
    init(_ configuration: Configuration) throws(ConfigurationError) {
        var parts: [String: LogLevel] = [:]
        for pair in configuration[LoggingOptions.defaultLevels] {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2, let level = LogLevel(configured: String(halves[1])) else {
                throw configuration.invalid(
                    LoggingOptions.defaultLevels, pair,
                    "must be name=LEVEL, the level one of DEBUG, INFO, WARNING, ERROR, CRITICAL")
            }
            parts[String(halves[0])] = level
        }
        self.init(root: configuration[LoggingOptions.debug] ? .debug : .info, parts: parts)
    }

    /// The level of a part: its own, or that of the nearest part around it.
    func level(of name: String) -> LogLevel {
        var part = Substring(name)
        while true {
            if let level = parts[String(part)] { return level }
            guard let dot = part.lastIndex(of: ".") else { return root }
            part = part[..<dot]
        }
    }
}
