// SPDX-License-Identifier: Apache-2.0

/// One thing that a program for operators can do.
///
/// What it may be called with is declared, not parsed by each command: the declaration checks the
/// call and writes the help, so that these cannot say different things.
package struct Command: Sendable {
    /// The words that choose it, such as `db sync`.
    package let words: [String]
    /// What it does, in one sentence.
    package let summary: String
    /// The words that follow those that choose it.
    package let operands: [CommandOperand]
    /// The options that it knows besides those of the configuration.
    package let options: [CommandOption]
    /// What its own help says besides, in lines.
    package let details: String
    /// What it ends with, besides the failures that all commands share.
    package let statuses: [ExitStatus]
    /// A call that does something useful, without the program's name.
    package let example: String
    /// Does it and returns the exit status.
    let work: Work

    enum Work: Sendable {
        case configured(@Sendable (Invocation) throws -> Int32)
        case inspecting(@Sendable (Inspection) throws -> Int32)
    }

    /// A command that runs only if nothing is wrong with the configuration.
    ///
    /// - Parameters:
    ///   - words: The words that choose it.
    ///   - summary: What it does, in one sentence.
    ///   - operands: What must or may follow the words.
    ///   - options: What may stand anywhere behind them.
    ///   - details: What help says besides.
    ///   - statuses: What its exit status means; without any, 0 is all that there is.
    ///   - example: The arguments of a useful call.
    ///   - run: Does it.
    package init(
        _ words: String, _ summary: String, operands: [CommandOperand] = [],
        options: [CommandOption] = [], details: String = "",
        statuses: [ExitStatus] = [ExitStatus(0, "done")], example: String = "",
        run: @escaping @Sendable (Invocation) throws -> Int32
    ) {
        self.init(
            words, summary, operands, options, details, statuses, example, .configured(run))
    }

    /// A command about the configuration itself, right or wrong.
    package init(
        inspecting words: String, _ summary: String, operands: [CommandOperand] = [],
        options: [CommandOption] = [], details: String = "",
        statuses: [ExitStatus] = [ExitStatus(0, "done")], example: String = "",
        run inspect: @escaping @Sendable (Inspection) throws -> Int32
    ) {
        self.init(
            words, summary, operands, options, details, statuses, example, .inspecting(inspect))
    }

    private init(
        _ words: String, _ summary: String, _ operands: [CommandOperand],
        _ options: [CommandOption], _ details: String, _ statuses: [ExitStatus],
        _ example: String, _ work: Work
    ) {
        self.words = words.split(separator: " ").map(String.init)
        self.summary = summary
        self.operands = operands
        self.options = options
        self.details = details
        self.statuses = statuses
        self.example = ([words, example]).filter { !$0.isEmpty }.joined(separator: " ")
        self.work = work
    }

    /// What may or must follow the words, as the usage shows it: `REV [--strict]`.
    var arguments: String {
        (operands.map(\.usage) + options.map(\.usage)).joined(separator: " ")
    }
}

/// A command as it was called.
package struct Invocation: Sendable {
    package let configuration: Configuration
    /// The options and operands that it was called with.
    package let arguments: CommandArguments
    /// Writes a line on standard output.
    package let print: @Sendable (String) -> Void
}

/// A command about the configuration as it was called.
package struct Inspection: Sendable {
    /// Reads the files of the configuration.
    let readInputs: @Sendable () throws(ConfigurationError) -> ConfigurationInputs
    /// The options and operands that it was called with.
    package let arguments: CommandArguments
    /// Writes a line on standard output.
    package let print: @Sendable (String) -> Void

    /// What the configuration is made of.
    ///
    /// - Throws: ``ConfigurationError`` for a file that cannot be read or understood.
    package func inputs() throws(ConfigurationError) -> ConfigurationInputs {
        try readInputs()
    }
}

/// A command was called in a way that it does not know; the usage follows the reason.
package struct UsageError: Error, Equatable {
    package let reason: String

    package init(_ reason: String) {
        self.reason = reason
    }
}
