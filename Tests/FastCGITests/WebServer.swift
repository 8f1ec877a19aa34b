// SPDX-License-Identifier: Apache-2.0

import POSIX
import Testing

/// A connection as a web server holds it, with patience for a slow machine.
struct WebServer {
    struct Silence: Error {}

    let socket: Socket
    private let poller: Poller

    init(_ address: SocketAddress) throws {
        socket = try Socket.connected(to: address, atMost: .seconds(60))
        poller = try Poller()
        try poller.add(socket.descriptor, identifier: 0, report: .always)
    }

    func send(_ bytes: [UInt8]) throws {
        try socket.send(bytes)
    }

    /// Sends a request and waits for its answer.
    func ask(_ request: [UInt8]) throws -> Wire.Answer {
        try send(request)
        return try #require(try answers(1).first)
    }

    /// Waits for so many answers; for fewer if the connection ends.
    func answers(_ count: Int) throws -> [Wire.Answer] {
        var bytes: [UInt8] = []
        var answers: [Wire.Answer] = []
        while answers.count < count, let piece = try receive() {
            bytes += piece
            while let answer = Wire.answer(in: bytes) {
                answers.append(answer)
                bytes.removeFirst(answer.length)
            }
        }
        return answers
    }

    /// Waits for bytes; `nil` when the connection has ended.
    func receive() throws -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = try buffer.withUnsafeMutableBytes { try socket.receiveNow(into: $0) }
            if let count { return count == 0 ? nil : Array(buffer[..<count]) }
            guard poller.wait(atMost: .seconds(60)) != nil else { throw Silence() }
        }
    }

    /// Waits until the other side has closed the connection, whatever comes before.
    func waitForEnd() throws {
        do {
            while try receive() != nil {}
        } catch let error as Errno where error == .connectionReset {
            // It closed while bytes of ours were on their way.
        }
    }
}
