// SPDX-License-Identifier: Apache-2.0

import Glibc
import POSIX
import Testing

@testable import FastCGI

@Suite struct ListenerTests {
    private let directory: TemporaryDirectory
    private var path: String { directory.path + "/socket" }
    private var address: ListenAddress { .unix(path: path) }

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test func `the socket's file has the mode asked for`() throws {
        let listener = try Listener.open(address, access: SocketFile.Access(mode: 0o606))
        #expect(try File.status(of: path).mode == 0o606)
        #expect(listener.close().isEmpty)
    }

    @Test func `a stale file is replaced`() throws {
        do {
            // Closed without being removed, as after a crash.
            _ = try Listener.open(address)
        }
        #expect(File.exists(path))
        let listener = try Listener.open(address)
        _ = try Socket.connected(to: SocketAddress(path: path), atMost: .seconds(60))
        #expect(listener.close().count == 1)
    }

    @Test func `a live socket is not taken`() throws {
        let listener = try Listener.open(address)
        #expect(
            throws: Listener.Failure(description: "\(address): another process listens there")
        ) {
            try Listener.open(self.address)
        }
        _ = try Socket.connected(to: SocketAddress(path: path), atMost: .seconds(60))
        #expect(listener.close().count == 2, "the question whether it lives, and ours")
    }

    @Test func `a live socket without a place for a connection is not taken`() throws {
        let owner = try Socket.bound(to: SocketAddress(path: path))
        try owner.listen(backlog: 0)
        let waiting = try Socket.connected(to: SocketAddress(path: path), atMost: .seconds(60))
        #expect(
            throws: Listener.Failure(description: "\(address): another process listens there")
        ) {
            try Listener.open(self.address)
        }
        #expect(File.exists(path))
        waiting.shutDown(.both)
    }

    @Test func `a file that is no socket is left alone`() throws {
        try File.write([1], to: path)
        #expect(throws: Listener.Failure.self) { try Listener.open(self.address) }
        #expect(try File.contents(of: path) == [1])
    }

    @Test func `the file is removed at the end`() throws {
        let listener = try Listener.open(address)
        _ = listener.close()
        #expect(!File.exists(path))
    }

    @Test func `the file of a successor is left alone`() throws {
        let listener = try Listener.open(address)
        try File.remove(path)
        let successor = try Listener.open(address)
        _ = listener.close()
        #expect(File.exists(path))
        _ = successor.close()
    }

    @Test func `an unknown owner, a long path and a missing folder are one line each`() {
        let access = SocketFile.Access(owner: "no-such-user")
        #expect(
            throws: Listener.Failure(description: "\(address): there is no user no-such-user")
        ) {
            try Listener.open(self.address, access: access)
        }
        let long = ListenAddress.unix(path: "/tmp/" + String(repeating: "x", count: 200))
        #expect(throws: Listener.Failure(description: "\(long): File name too long")) {
            try Listener.open(long)
        }
        let nowhere = ListenAddress.unix(path: "/nowhere/socket")
        #expect(
            throws: Listener.Failure(description: "\(nowhere): No such file or directory")
        ) {
            try Listener.open(nowhere)
        }
    }

    @Test(arguments: ["127.0.0.1", "::1"])
    func `a TCP port is taken once`(host: String) throws {
        let listener = try Listener.open(.internet(host: host, port: 0))
        guard case .internet(_, let port) = listener.address else {
            Issue.record("not an internet address")
            return
        }
        #expect(port != 0)
        #expect(throws: Listener.Failure.self) {
            try Listener.open(.internet(host: host, port: port))
        }
        _ = try Socket.connected(
            to: SocketAddress(host: host, port: port), atMost: .seconds(60))
        #expect(listener.close().count == 1)
    }

    @Test func `an inherited socket is left open for the next process`() throws {
        let owner = try Listener.open(address)
        let inherited = try Listener.open(.descriptor(dup(owner.socket.descriptor)))
        _ = try Socket.connected(to: SocketAddress(path: path), atMost: .seconds(60))
        #expect(inherited.close().isEmpty)
        #expect(owner.close().count == 1)
    }

    @Test func `a descriptor that does not listen is refused`() throws {
        let wakeUp = try WakeUp()
        #expect(throws: Listener.Failure.self) {
            try Listener.open(.descriptor(wakeUp.descriptor))
        }
    }
}
