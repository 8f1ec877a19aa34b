// SPDX-License-Identifier: Apache-2.0

import OpenStack
import POSIX
import Synchronization
import Testing

@Suite struct ProgramTests {
    /// What a program wrote, line by line.
    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    private struct Failure: Error, CustomStringConvertible {
        let description = "it\nbroke"
    }

    private let output = Lines()
    private let errors = Lines()

    private func run(_ arguments: String...) -> Int32 {
        let commands = [
            Command("db sync", "Make tables.", details: "First.\n\nSecond.") { call in
                call.print("synced")
                return 0
            },
            Command(
                "db stamp", "Set the revision.",
                operands: [
                    CommandOperand("REV", "a revision"),
                    CommandOperand("NOTE", "why", isRequired: false),
                ],
                options: [
                    .value("--count", "N", "how often"), .flag("--json", "as JSON"), .format,
                ],
                statuses: [ExitStatus(0, "set"), ExitStatus(ExitStatus.found, "set already")],
                example: "head"
            ) { call in
                let given = call.arguments.options.sorted { $0.key < $1.key }
                call.print("\(call.arguments.words) \(given)")
                return 3
            },
            Command("ask", "Ask.", options: [.value("--who", "NAME", "whom", isRequired: true)]) {
                _ in 0
            },
            Command("break", "Fail.") { _ in throw Failure() },
        ]
        let program = Program(
            "tool", "Try things.", failureStatus: 77, commands: commands, print: output.add,
            printError: errors.add)
        return program.run(arguments, environment: ["HOME": "/nonexistent"])
    }

    @Test func `the words choose the command, whose status is the program's`() {
        #expect(run("db", "sync") == 0)
        #expect(output.all == ["synced"])
        #expect(run("db", "stamp", "--count=1", "abc", "--json") == 3)
        #expect(
            output.all.last
                == #"["abc"] [(key: "--count", value: "1"), (key: "--json", value: "")]"#)
        #expect(errors.all.isEmpty)
    }

    @Test func `behind two dashes nothing is an option`() {
        #expect(run("db", "stamp", "--", "--json") == 3)
        #expect(output.all == [#"["--json"] []"#])
        #expect(run("db", "stamp", "--", "--help") == 3)
    }

    @Test(arguments: [
        ([], "a command is missing"), (["db"], "incomplete command: db"),
        (["db", "drop"], "unknown command: db drop"), (["what"], "unknown command: what"),
        (["db", "stmp"], "unknown command: db stmp; is db stamp meant?"),
        (["db", "stamp", "x", "--cuont"], "unknown option --cuont; is --count meant?"),
        (["db", "stamp", "x", "-x"], "unknown option -x"),
        (["db", "stamp", "x", "--json=1"], "--json takes no value"),
        (["db", "stamp", "x", "--format=dot"], "--format must be text or json, not dot"),
        (["ask"], "--who is missing"), (["what", "--help"], "unknown command: what"),
        (["db", "sync", "now"], "too many arguments: now"),
        (["db", "sync", "--now"], "unknown option --now"),
        (["db", "stamp"], "REV is missing"),
        (["db", "stamp", "x", "--count"], "--count needs a value"),
        (["db", "sync", "--config-file"], "--config-file needs a value"),
    ])
    func `a wrong call gets the usage and 2`(arguments: [String], reason: String) {
        let program = { (arguments: [String]) -> Int32 in
            switch arguments.count {
            case 0: run()
            case 1: run(arguments[0])
            case 2: run(arguments[0], arguments[1])
            case 3: run(arguments[0], arguments[1], arguments[2])
            default: run(arguments[0], arguments[1], arguments[2], arguments[3])
            }
        }
        #expect(program(arguments) == 2)
        #expect(output.all.isEmpty)
        #expect(errors.all.first?.hasPrefix("usage: tool ") == true)
        #expect(errors.all.last == "tool: error: \(reason)")
    }

    @Test func `help lists all commands, or those that the words begin`() {
        #expect(run("--help") == 0)
        #expect(output.all[2] == "Try things.")
        #expect(output.all.contains("  db sync   Make tables."))
        #expect(
            output.all.contains("  77     it failed, with one line on standard error that says why")
        )
        #expect(run("db", "-h") == 0)
        #expect(
            output.all.suffix(4) == [
                "  db sync   Make tables.", "  db stamp  Set the revision.", "",
                "tool COMMAND --help tells all about one of them.",
            ])
    }

    @Test func `help of one command has all that it declares`() {
        #expect(run("db", "stamp", "--help") == 0)
        #expect(
            output.all == [
                "usage: tool [--config-file PATH]... [--config-dir DIR]... db stamp",
                "            REV [NOTE] [--count N] [--json] [--format text|json]", "",
                "Set the revision.", "", "arguments:", "  REV   a revision", "  NOTE  why", "",
                "options:", "  --count N           how often", "  --json              as JSON",
                "  --format text|json  text for people, which is the default, or JSON",
                "  -h, --help          show this, and exit", "", "exit status:",
                "  0   set", "  2   wrong call", "  3   set already",
                "  77  it failed, with one line on standard error that says why", "", "example:",
                "  tool db stamp head",
            ])
    }

    @Test func `details stand between the summary and the lists`() {
        #expect(run("db", "sync", "--help") == 0)
        #expect(output.all[1...6] == ["", "Make tables.", "", "First.", "", "Second."])
    }

    @Test(arguments: [(Errno.noSpace, 1), (Errno.brokenPipe, 0)])
    func `output that nobody gets is a failure`(error: Errno, complaints: Int) {
        let program = Program(
            "tool", "",
            commands: [
                Command("talk", "Talk.") { call in
                    call.print("one")
                    call.print("two")
                    return 0
                }
            ], print: { _ in throw error }, printError: errors.add)
        #expect(program.run(["talk"], environment: ["HOME": "/nonexistent"]) == 1)
        #expect(errors.all.count == complaints)
    }

    @Test func `a failure is one line and the status of failures`() {
        #expect(run("break") == 77)
        #expect(errors.all == ["tool: it broke"])
    }

    @Test func `a configuration that cannot be read is a failure`() {
        #expect(run("--config-file", "/nonexistent/x.conf", "db", "sync") == 77)
        #expect(errors.all.count == 1)
        #expect(errors.all.first?.contains("/nonexistent/x.conf") == true)
    }
}

@Suite struct TextTableTests {
    @Test func `cells stand in the middle, odd blanks where prettytable puts them`() {
        var table = TextTable(["Migration", "Done"])
        table.add(["set_root", "0"])
        table.add(["odd", "100000"])
        #expect(
            table.lines == [
                "+-----------+--------+",
                "| Migration |  Done  |",
                "+-----------+--------+",
                "|  set_root |   0    |",
                "|    odd    | 100000 |",
                "+-----------+--------+",
            ])
    }

    @Test func `cells of several lines stand at the left above a line`() {
        var table = TextTable(["Results"], alignment: .left, hasLineBelowEachRow: true)
        table.add(["Check: A\nDetails: None"])
        #expect(
            table.lines == [
                "+---------------+",
                "| Results       |",
                "+---------------+",
                "| Check: A      |",
                "| Details: None |",
                "+---------------+",
            ])
    }

    @Test func `a text is broken as Python's textwrap does`() {
        let text =
            "existing JSON-formatted files to YAML in a backwards-compatible manner: "
            + "https://docs.openstack.org/oslo.policy/latest/cli/"
            + "oslopolicy-convert-json-to-yaml.html."
        #expect(
            TextTable.wrappedAsInPython(text, width: 60) == """
                existing JSON-formatted files to YAML in a backwards-
                  compatible manner: https://docs.openstack.org/oslo.policy/
                  latest/cli/oslopolicy-convert-json-to-yaml.html.
                """)
        #expect(
            TextTable.wrappedAsInPython("one two three four", width: 9)
                == "one two\n  three\n  four")
        #expect(
            TextTable.wrappedAsInPython("x-1 a-bc ab-cd", width: 5)
                == "x-1\n  a-\n  bc\n  ab-\n  cd")
    }

    @Test func `a long text is broken at blanks`() {
        #expect(TextTable.wrapped("one two three four", width: 9) == "one two\n  three\n  four")
        #expect(TextTable.wrapped("x", width: 9) == "x")
    }
}
