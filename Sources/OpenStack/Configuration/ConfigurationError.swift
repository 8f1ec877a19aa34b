// SPDX-License-Identifier: Apache-2.0

/// Why a configuration cannot be used; each case reads as one line.
package enum ConfigurationError: Error, Equatable, CustomStringConvertible {
    /// A file that was named, or found, cannot be read.
    case unreadable(path: String, reason: String)
    /// The directory of `--config-dir` is not there.
    case noDirectory(path: String)
    /// A line of a file cannot be understood.
    case syntax(path: String, line: Int, reason: String, text: String)
    /// A value is not of the option's type.
    case invalidValue(
        source: ConfigurationSource, group: String, option: String, value: String, reason: String)
    /// A value refers to an option with `$`, and that cannot be resolved.
    case unresolved(
        source: ConfigurationSource, group: String, option: String, reason: String)
    /// An option that has no default is not set.
    case missing(group: String, option: String)
    /// An option on the command line is unknown or lacks its value.
    case argument(String)

    /// What it is called in the findings of ``ConfigurationCheck``.
    var check: String {
        switch self {
        case .unreadable, .noDirectory: "file-unreadable"
        case .syntax: "wrong-syntax"
        case .invalidValue: "wrong-value"
        case .unresolved: "wrong-reference"
        case .missing: "missing-option"
        case .argument: "wrong-argument"
        }
    }

    package var description: String {
        switch self {
        case .unreadable(let path, let reason):
            "cannot read the configuration file \(path): \(reason)"
        case .noDirectory(let path): "there is no configuration directory \(path)"
        case .syntax(let path, let line, let reason, let text):
            "\(path):\(line): \(reason): \(text.oneLine)"
        case .invalidValue(let source, let group, let option, let value, let reason):
            "\(source): [\(group)] \(option) = \(value.oneLine): \(reason)"
        case .unresolved(let source, let group, let option, let reason):
            "\(source): [\(group)] \(option): \(reason)"
        case .missing(let group, let option): "[\(group)] \(option) is not set and has no default"
        case .argument(let reason): reason
        }
    }
}

/// Where the value of an option comes from.
package enum ConfigurationSource: Hashable, Sendable, CustomStringConvertible {
    case standard
    case commandLine(String)
    case environment(String)
    case file(path: String, line: Int)

    package var description: String {
        switch self {
        case .standard: "default"
        case .commandLine(let argument): argument
        case .environment(let variable): variable
        case .file(let path, let line): "\(path):\(line)"
        }
    }
}
