// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import POSIX

/// The service manager's end of the socket.
private final class Receiver {
    private let descriptor: Int32

    init(_ address: SocketAddress) {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        #expect(address.withPointer { bind(descriptor, $0, $1) } == 0)
    }

    deinit { close(descriptor) }

    /// The lines of the datagram that came first, none if none came.
    func receive() -> [String] {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        let text = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        return text.split(separator: "\n").map(String.init)
    }
}

@Suite struct ServiceNotifierTests {
    private let name = "placement-\(UUID().uuidString)"

    @Test func `a manager in the file system is told that the program is ready`() throws {
        let path = NSTemporaryDirectory() + name
        defer { unlink(path) }
        let receiver = Receiver(try SocketAddress(path: path))
        try ServiceNotifier(socket: path).ready("on unix:/run/a")
        #expect(receiver.receive() == ["READY=1", "STATUS=on unix:/run/a"])
    }

    @Test func `a manager outside of the file system is told as well`() throws {
        let receiver = Receiver(try SocketAddress(abstractName: name))
        try ServiceNotifier(socket: "@\(name)").ready("now")
        #expect(receiver.receive() == ["READY=1", "STATUS=now"])
    }

    @Test func `a reload says when it began on the manager's clock`() throws {
        let receiver = Receiver(try SocketAddress(abstractName: name))
        let before = MonotonicTime.now.nanoseconds / 1_000
        try ServiceNotifier(socket: "@\(name)").reloading("again")
        let lines = receiver.receive()
        let after = MonotonicTime.now.nanoseconds / 1_000
        try #require(lines.count == 3)
        #expect(lines[0] == "RELOADING=1")
        let time = try #require(Int64(lines[1].replacing("MONOTONIC_USEC=", with: "")))
        #expect((before...after).contains(time))
        #expect(lines[2] == "STATUS=again")
    }

    @Test func `the end is given its time`() throws {
        let receiver = Receiver(try SocketAddress(abstractName: name))
        try ServiceNotifier(socket: "@\(name)").stopping("bye", atMost: .seconds(40))
        #expect(
            receiver.receive() == ["STOPPING=1", "EXTEND_TIMEOUT_USEC=40000000", "STATUS=bye"])
    }

    @Test func `a status cannot add assignments of its own`() throws {
        let receiver = Receiver(try SocketAddress(abstractName: name))
        try ServiceNotifier(socket: "@\(name)").ready("a\nMAINPID=1\r\nb")
        #expect(receiver.receive() == ["READY=1", "STATUS=a MAINPID=1 b"])
    }

    @Test(arguments: [nil, ""])
    func `nobody is told where nobody wants to know`(socket: String?) throws {
        try ServiceNotifier(socket: socket).ready("on unix:/run/a")
    }

    @Test func `a manager that is gone is an error`() throws {
        let notifier = try ServiceNotifier(socket: "@\(name)")
        #expect(throws: Errno.connectionRefused) { try notifier.ready("now") }
    }

    @Test(arguments: ["relative/path", "vsock:2:1234", "@"])
    func `what is no name of a socket is refused`(socket: String) {
        #expect(throws: Errno.invalidArgument) { try ServiceNotifier(socket: socket) }
    }

    @Test func `a name that the kernel has no room for is refused`() {
        let long = String(repeating: "x", count: 108)
        #expect(throws: Errno.nameTooLong) { try ServiceNotifier(socket: "@\(long)") }
        #expect(throws: Errno.nameTooLong) { try ServiceNotifier(socket: "/\(long)") }
    }
}

@Suite struct SocketAddressTests {
    @Test func `an address knows its path`() throws {
        #expect(try SocketAddress(path: "/run/a.sock").path == "/run/a.sock")
    }

    @Test func `only a socket in the file system has a path`() throws {
        #expect(try SocketAddress(abstractName: "a").path == nil)
        #expect(try SocketAddress(host: "127.0.0.1", port: 1).path == nil)
    }
}
