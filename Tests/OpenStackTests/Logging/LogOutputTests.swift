// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import OpenStack
@testable import POSIX

/// A folder of its own that is gone after the test.
private final class Folder {
    let path = NSTemporaryDirectory() + "oslo-" + UUID().uuidString

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func text(_ name: String) throws -> String {
        try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
    }
}

/// The receiving end of syslog or the journal.
private final class Receiver {
    private let descriptor: Int32
    let path: String

    init(in folder: Folder) throws {
        path = folder.path + "/socket"
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        let address = try SocketAddress(path: path)
        #expect(address.withPointer { bind(descriptor, $0, $1) } == 0)
    }

    deinit { close(descriptor) }

    func receive() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        return Array(buffer.prefix(max(0, count)))
    }
}

private let plain = "[DEFAULT]\nlogging_default_format_string = %(message)s\n"

@Suite struct LogOutputTests {
    @Test func `lines go into the file`() throws {
        let folder = try Folder()
        let log = try Log(
            configuration(plain + "log_file = \(folder.path)/a\n"), program: "p")
        log.logger("x").info("one")
        log.logger("x").info("two")
        #expect(try folder.text("a") == "one\ntwo\n")
    }

    @Test func `a file that was moved away is left alone after it is opened anew`() throws {
        let folder = try Folder()
        let log = try Log(
            configuration(plain + "log_dir = \(folder.path)\n"), program: "p")
        log.logger("x").info("one")
        rename("\(folder.path)/p.log", "\(folder.path)/p.log.1")
        try log.reopen()
        log.logger("x").info("two")
        #expect(try folder.text("p.log.1") == "one\n")
        #expect(try folder.text("p.log") == "two\n")
    }

    @Test func `a file is opened again only if it was moved`() throws {
        let folder = try Folder()
        let file = try AppendedFile(path: folder.path + "/a")
        try file.append(Array("1".utf8))
        try file.reopenIfMoved()
        try file.append(Array("2".utf8))
        rename("\(folder.path)/a", "\(folder.path)/b")
        try file.reopenIfMoved()
        try file.append(Array("3".utf8))
        #expect(try folder.text("b") == "12")
        #expect(try folder.text("a") == "3")
    }

    @Test func `a file that cannot be opened ends the start`() throws {
        let folder = try Folder()
        let text = plain + "log_file = \(folder.path)/none/a\n"
        #expect(
            throws: ConfigurationError.invalidValue(
                source: .file(path: "placement.conf", line: 3), group: "DEFAULT",
                option: "log_file", value: "\(folder.path)/none/a",
                reason: "No such file or directory")
        ) { try Log(configuration(text), program: "p") }
    }

    @Test(arguments: [
        ("", nil), ("log_file = /a/b\n", "/a/b"), ("log_file = b\n", "b"),
        ("log_file = b\nlog_dir = /d\n", "/d/b"), ("log_file = /b\nlog_dir = /d\n", "/b"),
        ("log_dir = /d/\n", "/d/prog.log"), ("log_file =\nlog_dir =\n", nil),
    ])
    func `the file's path is that of oslo log`(text: String, path: String?) throws {
        #expect(try Log.path(configuration("[DEFAULT]\n" + text), program: "prog") == path)
    }

    @Test func `syslog gets priority, time, program and line`() throws {
        let folder = try Folder()
        let receiver = try Receiver(in: folder)
        let output = SyslogOutput(
            socket: try DatagramSocket(path: receiver.path), facility: .local3, program: "prog")
        let log = try Log(configuration(plain), outputs: [output])
        log.logger("x").warning("hot")
        let text = String(decoding: receiver.receive(), as: UTF8.self)
        #expect(text.wholeMatch(of: /<156>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d prog: hot/) != nil)
    }

    @Test(arguments: [("LOG_USER", 1), ("local7", 23), ("LOG_FTP", 11), ("Daemon", 3), ("x", nil)])
    func `a facility is known by its name`(name: String, number: Int?) {
        #expect(SyslogFacility(name: name)?.rawValue == number)
    }

    @Test func `a facility that does not exist ends the start`() throws {
        let text = "[DEFAULT]\nuse_syslog = true\nsyslog_log_facility = LOG_NOPE\n"
        #expect(throws: ConfigurationError.self) { try Log(configuration(text), program: "p") }
    }

    @Test func `the journal gets a line with its fields`() throws {
        let folder = try Folder()
        let receiver = try Receiver(in: folder)
        let output = JournalOutput(
            socket: try DatagramSocket(path: receiver.path), facility: .user, program: "prog")
        let log = try Log(configuration(plain), outputs: [output])
        log.logger("x").error("a\nb")
        let entry = receiver.receive()
        let message: [UInt8] =
            Array("MESSAGE\n".utf8) + [3, 0, 0, 0, 0, 0, 0, 0] + Array("a\nb\n".utf8)
        #expect(entry.starts(with: message))
        let rest = String(decoding: entry.dropFirst(message.count), as: UTF8.self)
        for field in [
            "PRIORITY=3", "LOGGER_NAME=x", "SYSLOG_IDENTIFIER=prog", "LOGGER_LEVEL=ERROR",
        ] {
            #expect(rest.contains("\n\(field)\n"))
        }
    }

    @Test func `a receiver that comes back is found`() throws {
        let folder = try Folder()
        var receiver: Receiver? = try Receiver(in: folder)
        let path = folder.path + "/socket"
        let socket = try DatagramSocket(path: path)
        try socket.send([1])
        #expect(receiver?.receive() == [1])
        receiver = nil
        #expect(throws: Errno.self) { try socket.send([2]) }
        unlink(path)
        receiver = try Receiver(in: folder)
        try socket.send([3])
        #expect(receiver?.receive() == [3])
    }
}

@Suite struct ConfigurationReportTests {
    private func report(_ text: String) throws -> [String] {
        let settings = """
            [DEFAULT]
            logging_default_format_string = %(levelname)s %(message)s
            logging_debug_format_suffix =

            """
        let (log, lines) = try makeLog(settings + "debug = true\n")
        try configuration(text).report(to: log)
        return lines.all
    }

    @Test func `old names are warned of`() throws {
        let lines = try report("[DEFAULT]\nauth_strategy = noauth2\n")
        #expect(
            lines.first
                == "WARNING Deprecated: Option \"auth_strategy\" from group \"DEFAULT\" is "
                + "deprecated. Use option \"auth_strategy\" from group \"api\".")
    }

    @Test func `an unknown option is named once`() throws {
        let lines = try report("[api]\nnope = 1\nnope = 2\n")
        #expect(
            lines.filter { $0.contains("nope") } == [
                "DEBUG placement.conf:2: [api] nope is not known, and has no effect"
            ])
    }

    @Test func `all values are shown but secrets`() throws {
        let lines = try report("[placement_database]\nconnection = sqlite:///secret\n")
        #expect(lines.contains("DEBUG placement_database.connection  = ****"))
        #expect(lines.contains("DEBUG api.auth_strategy              = keystone"))
        #expect(!lines.joined().contains("secret\n"))
    }

    @Test func `log_options keeps values out of the log`() throws {
        #expect(try report("[DEFAULT]\nlog_options = false\n").isEmpty)
    }
}
