// SPDX-License-Identifier: Apache-2.0

/// One thing that a program for operators can do.
package struct Command: Sendable {
    /// The words that choose it, such as `db sync`.
    package let words: [String]
    /// What may or must follow the words, as its usage shows it: `[--max-count N]`.
    package let arguments: String
    /// What it does, in one sentence.
    package let summary: String
    /// What its own help says besides, in lines: what it does, and what its exit status means.
    package let details: String
    /// Does it and returns the exit status.
    let work: Work

    enum Work: Sendable {
        case configured(@Sendable (Invocation) throws -> Int32)
        case inspecting(@Sendable (Inspection) throws -> Int32)
    }

    /// A command that runs only if nothing is wrong with the configuration.
    package init(
        _ words: String, arguments: String = "", _ summary: String, details: String = "",
        run: @escaping @Sendable (Invocation) throws -> Int32
    ) {
        self.init(words, arguments, summary, details, .configured(run))
    }

    /// A command about the configuration itself, right or wrong.
    package init(
        inspecting words: String, arguments: String = "", _ summary: String, details: String = "",
        run inspect: @escaping @Sendable (Inspection) throws -> Int32
    ) {
        self.init(words, arguments, summary, details, .inspecting(inspect))
    }

    private init(
        _ words: String, _ arguments: String, _ summary: String, _ details: String, _ work: Work
    ) {
        self.words = words.split(separator: " ").map(String.init)
        self.arguments = arguments
        self.summary = summary
        self.details = details
        self.work = work
    }
}

/// A command as it was called.
package struct Invocation: Sendable {
    package let configuration: Configuration
    /// The words behind those that chose the command.
    package let arguments: [String]
    /// Writes a line on standard output.
    package let print: @Sendable (String) -> Void
}

/// A command about the configuration as it was called.
package struct Inspection: Sendable {
    /// Reads the files of the configuration.
    let readInputs: @Sendable () throws(ConfigurationError) -> ConfigurationInputs
    /// The words behind those that chose the command.
    package let arguments: [String]
    /// Writes a line on standard output.
    package let print: @Sendable (String) -> Void

    /// What the configuration is made of.
    ///
    /// - Throws: ``ConfigurationError`` for a file that cannot be read or understood.
    package func inputs() throws(ConfigurationError) -> ConfigurationInputs {
        try readInputs()
    }

    /// Takes the arguments apart, as ``Invocation/parsed(options:flags:words:)`` does.
    ///
    /// - Throws: ``UsageError`` for anything else.
    package func parsed(
        options: Set<String> = [], flags: Set<String> = [], words count: ClosedRange<Int> = 0...0
    ) throws(UsageError) -> (options: [String: String], words: [String]) {
        try parse(arguments, options: options, flags: flags, words: count)
    }
}

/// A command was called in a way that it does not know; the usage follows the reason.
package struct UsageError: Error, Equatable {
    package let reason: String

    package init(_ reason: String) {
        self.reason = reason
    }
}

extension Invocation {
    /// Takes arguments apart into options and what stands besides them.
    ///
    /// An option is given as `--name value` or `--name=value`, a flag as `--name`.
    ///
    /// - Parameters:
    ///   - options: The names of options that have a value.
    ///   - flags: The names of those that have none.
    ///   - count: How many words may stand besides, at least and at most.
    /// - Returns: the options given, flags with an empty value, and the other words.
    /// - Throws: ``UsageError`` for anything else.
    package func parsed(
        options: Set<String> = [], flags: Set<String> = [], words count: ClosedRange<Int> = 0...0
    ) throws(UsageError) -> (options: [String: String], words: [String]) {
        try parse(arguments, options: options, flags: flags, words: count)
    }
}

private func parse(
    _ arguments: [String], options: Set<String>, flags: Set<String>, words count: ClosedRange<Int>
) throws(UsageError) -> (options: [String: String], words: [String]) {
    var given: [String: String] = [:]
    var words: [String] = []
    var rest = arguments[...]
    while let word = rest.popFirst() {
        guard word.utf8.starts(with: "--".utf8) else {
            words.append(word)
            continue
        }
        let halves = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(halves[0])
        if options.contains(name) {
            guard let value = halves.count == 2 ? String(halves[1]) : rest.popFirst() else {
                throw UsageError("\(name) needs a value")
            }
            given[name] = value
        } else if flags.contains(word) {
            given[word] = ""
        } else {
            throw UsageError("unknown option \(name)")
        }
    }
    guard count.contains(words.count) else {
        throw UsageError(
            words.count > count.upperBound
                ? "too many arguments: \(words[count.upperBound...].joined(separator: " "))"
                : "an argument is missing")
    }
    return (given, words)
}
