// SPDX-License-Identifier: Apache-2.0

extension Program {
    /// What `--help` prints: of one command all that it declares, of several a list.
    func help(_ chosen: [Command]) -> [String] {
        guard chosen.count == 1, let command = chosen.first else {
            return usage(chosen) + ["", "\(name) COMMAND --help tells all about one of them."]
        }
        var lines = usage([command]) + ["", command.summary]
        if !command.details.isEmpty {
            lines +=
                [""]
                + command.details.split(
                    separator: "\n", omittingEmptySubsequences: false
                ).map(String.init)
        }
        lines += section("arguments", command.operands.map { ($0.name, $0.help) })
        lines += section(
            "options",
            command.options.map { ($0.call, $0.help) } + [("-h, --help", "show this, and exit")])
        lines += section("exit status", statuses(of: command))
        return lines + ["", "example:", "  \(name) \(command.example)"]
    }

    /// How commands are called: one alone with its arguments, several in a list with what they do.
    func usage(_ commands: [Command]) -> [String] {
        guard commands.count == 1, let command = commands.first else {
            return ["\(start) COMMAND", ""] + list(commands)
        }
        let call = ([start] + command.words).joined(separator: " ")
        guard !command.arguments.isEmpty else { return [call] }
        guard call.count + 1 + command.arguments.count > 99 else {
            return ["\(call) \(command.arguments)"]
        }
        let indent = String(repeating: " ", count: "usage: ".count + name.count + 1)
        return [call]
            + Program.lines(of: command.operands.map(\.usage) + command.options.map(\.usage))
            .map { indent + $0 }
    }

    /// What `--help` prints where no command is named.
    var programHelp: [String] {
        ["\(start) COMMAND", "", summary, "", "commands:"] + list(commands)
            + section(
                "options",
                [
                    ("--config-file PATH", "read this file; may be repeated, the last one wins"),
                    ("--config-dir DIR", "read the files *.conf in this folder"),
                    ("-h, --help", "show this, or behind a command all about it, and exit"),
                ])
            + section("exit status", sharedStatuses + [("other", "see the help of the command")])
            + ["", "example:", "  \(name) \(commands[0].words.joined(separator: " ")) --help"]
    }

    private var start: String {
        "usage: \(name) [--config-file PATH]... [--config-dir DIR]..."
    }

    private func list(_ commands: [Command]) -> [String] {
        Program.columns(commands.map { ($0.words.joined(separator: " "), $0.summary) })
    }

    private func statuses(of command: Command) -> [(String, String)] {
        let own = command.statuses.map { ("\($0.number)", $0.meaning) }
        let shared = sharedStatuses.dropFirst().filter { status in
            !own.contains { $0.0 == status.0 }
        }
        return (own + shared).sorted { (Int($0.0) ?? 0) < (Int($1.0) ?? 0) }
    }

    private var sharedStatuses: [(String, String)] {
        [
            ("0", "done, and nothing was found that somebody should look at"),
            ("\(failureStatus)", "it failed, with one line on standard error that says why"),
            ("\(ExitStatus.usage)", "wrong call"),
        ].sorted { (Int($0.0) ?? 0) < (Int($1.0) ?? 0) }
    }

    private func section(_ title: String, _ rows: [(String, String)]) -> [String] {
        rows.isEmpty ? [] : ["", "\(title):"] + Program.columns(rows)
    }

    /// Two columns; what a long word stands for begins below it.
    private static func columns(_ rows: [(String, String)]) -> [String] {
        let width = min(rows.map(\.0.count).max() ?? 0, 28)
        return rows.flatMap { word, text in
            let indent = String(repeating: " ", count: width + 4)
            let lines = TextTable.wrapped(text, width: 96 - width, indent: "")
                .split(separator: "\n").map(String.init)
            let gap = width - word.count
            guard gap >= 0 else { return ["  \(word)"] + lines.map { indent + $0 } }
            return ["  \(word)\(String(repeating: " ", count: gap))  \(lines.first ?? "")"]
                + lines.dropFirst().map { indent + $0 }
        }
    }

    /// Packs words into lines of at most 75 letters; a word with blanks is not broken.
    private static func lines(of words: [String]) -> [String] {
        words.reduce(into: []) { lines, word in
            if let last = lines.last, last.count + 1 + word.count <= 75 {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(word)
            }
        }
    }
}
