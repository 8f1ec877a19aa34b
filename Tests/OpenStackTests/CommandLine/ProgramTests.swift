// SPDX-License-Identifier: Apache-2.0

import OpenStack
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
                _ = try call.parsed()
                call.print("synced")
                return 0
            },
            Command("db stamp", arguments: "REV", "Set the revision.") { call in
                let parsed = try call.parsed(
                    options: ["--count"], flags: ["--json"], words: 1...1)
                call.print("\(parsed.words) \(parsed.options.sorted { $0.key < $1.key })")
                return 3
            },
            Command("break", "Fail.") { _ in throw Failure() },
        ]
        let program = Program(
            "tool", failureStatus: 77, commands: commands, print: output.add,
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

    @Test(arguments: [
        ([], "a command is missing"), (["db"], "incomplete command: db"),
        (["db", "drop"], "unknown command: db drop"), (["what"], "unknown command: what"),
        (["db", "sync", "now"], "too many arguments: now"),
        (["db", "sync", "--now"], "unknown option --now"),
        (["db", "stamp"], "an argument is missing"),
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

    @Test func `help lists the commands that the words begin`() {
        #expect(run("--help") == 0)
        #expect(output.all.count == 5)
        #expect(run("db", "-h") == 0)
        #expect(output.all.suffix(2).map { $0.prefix(9) } == ["  db sync", "  db stam"])
    }

    @Test func `help of one command has its details`() {
        #expect(run("db", "sync", "--help") == 0)
        #expect(output.all.suffix(5) == ["  db sync  Make tables.", "", "First.", "", "Second."])
    }

    @Test func `what a long call does stands below it`() {
        let call = "audit " + String(repeating: "x", count: 40)
        let program = Program(
            "tool",
            commands: [
                Command("sync", "Sync.") { _ in 0 },
                Command("audit", arguments: String(call.dropFirst(6)), "Audit.") { _ in 0 },
            ], print: output.add, printError: errors.add)
        #expect(program.run(["-h"], environment: ["HOME": "/nonexistent"]) == 0)
        let blanks = String(repeating: " ", count: 46)
        #expect(
            output.all.suffix(3) == [
                "  sync\(blanks.dropFirst(6))Sync.", "  \(call)", "\(blanks)Audit.",
            ])
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

    @Test func `a long text is broken at blanks`() {
        #expect(TextTable.wrapped("one two three four", width: 9) == "one two\n  three\n  four")
        #expect(TextTable.wrapped("x", width: 9) == "x")
    }
}
