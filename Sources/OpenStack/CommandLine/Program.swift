// SPDX-License-Identifier: Apache-2.0

import POSIX

/// A program for operators: a table of commands over one configuration.
package struct Program: Sendable {
    /// Its name, as usage and errors show it.
    package let name: String
    /// Its commands, in the order in which help lists them.
    package let commands: [Command]
    /// The exit status where a command fails, or the configuration cannot be read.
    package let failureStatus: Int32
    private let print: @Sendable (String) -> Void
    private let printError: @Sendable (String) -> Void

    package init(
        _ name: String, failureStatus: Int32 = 1, commands: [Command],
        print: @escaping @Sendable (String) -> Void = { StandardStream.output.writeLine($0) },
        printError: @escaping @Sendable (String) -> Void = { StandardStream.error.writeLine($0) }
    ) {
        self.name = name
        self.commands = commands
        self.failureStatus = failureStatus
        self.print = print
        self.printError = printError
    }

    /// Runs the command that the arguments name.
    ///
    /// - Parameters:
    ///   - arguments: The words behind the program's name; those that concern the configuration,
    ///     such as `--config-file`, may stand anywhere.
    ///   - environment: The process's environment.
    /// - Returns: the exit status: that of the command; 2 for a wrong call, with the usage on
    ///   standard error; ``failureStatus`` after one line on standard error.
    package func run(_ arguments: [String], environment: [String: String]) -> Int32 {
        var words = arguments
        let given: CommandLineOptions
        do {
            given = try CommandLineOptions(taking: &words, OptionGroup.all)
        } catch {
            return usageError("\(error)", for: commands)
        }
        if asksForHelp(words) { return help(words.filter { !isHelp($0) }) }
        guard let command = commands.first(where: { words.starts(with: $0.words) }) else {
            return unknown(words)
        }
        let name = name
        let inputs = { @Sendable () throws(ConfigurationError) -> ConfigurationInputs in
            try ConfigurationInputs(given, program: name, environment: environment)
        }
        do {
            return try run(command, Array(words.dropFirst(command.words.count)), inputs)
        } catch let error as UsageError {
            return usageError(error.reason, for: [command])
        } catch {
            return failure(error)
        }
    }

    private func run(
        _ command: Command, _ arguments: [String],
        _ inputs: @escaping @Sendable () throws(ConfigurationError) -> ConfigurationInputs
    ) throws -> Int32 {
        switch command.work {
        case .inspecting(let inspect):
            return try inspect(
                Inspection(readInputs: inputs, arguments: arguments, print: print))
        case .configured(let run):
            return try run(
                Invocation(
                    configuration: try Configuration(try inputs()), arguments: arguments,
                    print: print))
        }
    }

    /// One line on standard error.
    private func failure(_ error: any Error) -> Int32 {
        printError("\(name): \(error)".replacingLineBreaks())
        return failureStatus
    }

    // MARK: Help and usage

    private func isHelp(_ word: String) -> Bool {
        word == "-h" || word == "--help"
    }

    private func asksForHelp(_ words: [String]) -> Bool {
        words.contains(where: isHelp)
    }

    /// The commands that begin with these words, one alone with all that it says of itself; all
    /// of them if none does.
    private func help(_ words: [String]) -> Int32 {
        let chosen = commands.filter { command in
            words.starts(with: command.words) || command.words.starts(with: words)
        }
        for line in usage(chosen.isEmpty ? commands : chosen) { print(line) }
        if chosen.count == 1, !chosen[0].details.isEmpty {
            print("")
            for line in chosen[0].details.split(
                separator: "\n", omittingEmptySubsequences: false)
            {
                print(String(line))
            }
        }
        return 0
    }

    private func unknown(_ words: [String]) -> Int32 {
        guard !words.isEmpty else { return usageError("a command is missing", for: commands) }
        let group = commands.filter { $0.words.first == words.first }
        let isIncomplete = commands.contains { $0.words.starts(with: words) }
        return usageError(
            (isIncomplete ? "incomplete command: " : "unknown command: ")
                + words.joined(separator: " "), for: group.isEmpty ? commands : group)
    }

    private func usageError(_ reason: String, for commands: [Command]) -> Int32 {
        for line in usage(commands) { printError(line) }
        printError("\(name): error: \(reason)")
        return 2
    }

    private func usage(_ commands: [Command]) -> [String] {
        let calls = commands.map { command in
            (command.words + [command.arguments]).filter { !$0.isEmpty }.joined(separator: " ")
        }
        // What a long call does stands below it, so that the others' need not stand far right.
        let width = min(calls.map(\.count).max() ?? 0, 42) + 2
        var lines = ["usage: \(name) [--config-file PATH]... [--config-dir DIR]... COMMAND", ""]
        for (call, command) in zip(calls, commands) {
            let gap = width - call.count
            if gap > 0 {
                lines.append("  " + call + String(repeating: " ", count: gap) + command.summary)
            } else {
                lines.append("  " + call)
                lines.append(String(repeating: " ", count: width + 2) + command.summary)
            }
        }
        return lines
    }
}

extension String {
    fileprivate func replacingLineBreaks() -> String {
        split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
