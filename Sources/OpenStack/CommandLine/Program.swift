// SPDX-License-Identifier: Apache-2.0

import POSIX

/// A program for operators: a table of commands over one configuration.
package struct Program: Sendable {
    /// Its name, as usage and errors show it.
    package let name: String
    /// What it is for, in one sentence.
    package let summary: String
    /// Its commands, in the order in which help lists them.
    package let commands: [Command]
    /// The exit status where a command fails, or the configuration cannot be read.
    package let failureStatus: Int32
    private let write: @Sendable (String) throws -> Void
    private let printError: @Sendable (String) -> Void

    package init(
        _ name: String, _ summary: String, failureStatus: Int32 = 1, commands: [Command],
        print write: @escaping @Sendable (String) throws -> Void = {
            try StandardStream.output.writeLineOrFail($0)
        },
        printError: @escaping @Sendable (String) -> Void = { StandardStream.error.writeLine($0) }
    ) {
        self.name = name
        self.summary = summary
        self.commands = commands
        self.failureStatus = failureStatus
        self.write = write
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
        let output = CommandOutput(write)
        let status = run(arguments, environment, output)
        guard let error = output.failure else { return status }
        // Whoever closed the pipe has seen enough, and needs no complaint.
        if error as? Errno != .brokenPipe {
            printError("\(name): standard output cannot be written: \(error)")
        }
        return failureStatus
    }

    private func run(
        _ arguments: [String], _ environment: [String: String], _ output: CommandOutput
    ) -> Int32 {
        var words = arguments
        let given: CommandLineOptions
        do {
            given = try CommandLineOptions(taking: &words, OptionGroup.all)
        } catch {
            return usageError("\(error)", for: commands)
        }
        let isForHelp = words.prefix { $0 != "--" }.contains(where: isHelp)
        if isForHelp { words.removeAll(where: isHelp) }
        let command = commands.first { words.starts(with: $0.words) }
        if isForHelp {
            let chosen = command.map { [$0] } ?? commands.filter { $0.words.starts(with: words) }
            guard !chosen.isEmpty else { return unknown(words) }
            for line in words.isEmpty ? programHelp : help(chosen) { output.print(line) }
            return 0
        }
        guard let command else { return unknown(words) }
        let name = name
        let inputs = { @Sendable () throws(ConfigurationError) -> ConfigurationInputs in
            try ConfigurationInputs(given, program: name, environment: environment)
        }
        do {
            let arguments = try CommandArguments(
                Array(words.dropFirst(command.words.count)), of: command)
            switch command.work {
            case .inspecting(let inspect):
                return try inspect(
                    Inspection(
                        readInputs: inputs, arguments: arguments, print: { output.print($0) }))
            case .configured(let run):
                return try run(
                    Invocation(
                        configuration: try Configuration(try inputs()), arguments: arguments,
                        print: { output.print($0) }))
            }
        } catch let error as UsageError {
            return usageError(error.reason, for: [command])
        } catch {
            printError("\(name): \(error)".replacingLineBreaks())
            return failureStatus
        }
    }

    private func isHelp(_ word: String) -> Bool {
        word == "-h" || word == "--help"
    }

    private func unknown(_ words: [String]) -> Int32 {
        guard !words.isEmpty else { return usageError("a command is missing", for: commands) }
        let group = commands.filter { $0.words.first == words.first }
        let shown = group.isEmpty ? commands : group
        let call = words.joined(separator: " ")
        guard !commands.contains(where: { $0.words.starts(with: words) }) else {
            return usageError("incomplete command: \(call)", for: shown)
        }
        var reason = "unknown command: \(call)"
        let nearest = NearestName.find(
            words.prefix(2).joined(separator: " "),
            among: commands.map { $0.words.joined(separator: " ") })
        if let nearest { reason += "; is \(nearest) meant?" }
        return usageError(reason, for: shown)
    }

    private func usageError(_ reason: String, for commands: [Command]) -> Int32 {
        for line in usage(commands) { printError(line) }
        printError("\(name): error: \(reason)".replacingLineBreaks())
        return ExitStatus.usage
    }
}

extension String {
    fileprivate func replacingLineBreaks() -> String {
        split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
