// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Synchronization

/// A server on 127.0.0.1 that answers what a test says, one thread for each connection.
final class LoopbackServer: Sendable {
    /// A request as it came over the wire.
    struct Received: Sendable {
        let head: String
        let body: String

        var path: String { String(head.split(separator: " ")[1]) }

        func header(_ name: String) -> String? {
            head.split(separator: "\r\n").dropFirst().first {
                $0.lowercased().hasPrefix(name.lowercased() + ":")
            }.map { $0.drop { $0 != ":" }.dropFirst().trimmingCharacters(in: .whitespaces) }
        }
    }

    /// What is answered: the bytes, and whether the connection stays open behind them.
    enum Answer {
        case keep(String)
        case close(String)
        /// Nothing at all until the client goes away.
        case silence
    }

    private struct State {
        var received: [Received] = []
        var connections = 0
    }

    let port: UInt16
    private let listener: Int32
    private let state = Mutex(State())
    private let answer: @Sendable (Received) -> Answer

    var received: [Received] { state.withLock { $0.received } }
    var connections: Int { state.withLock { $0.connections } }

    init(answer: @escaping @Sendable (Received) -> Answer) throws {
        self.answer = answer
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard isListening else { throw POSIXError(.EADDRINUSE) }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread {
            // Closed here, so that its number is not another server's while it is accepted on.
            defer { close(listener) }
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                self.state.withLock { $0.connections += 1 }
                Thread.detachNewThread { self.serve(connection) }
            }
        }
    }

    func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    /// Ends the wait for connections; must be called, once.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func serve(_ connection: Int32) {
        defer { close(connection) }
        var buffer = ""
        while let request = next(connection, &buffer) {
            state.withLock { $0.received.append(request) }
            switch answer(request) {
            case .keep(let text): write(text, to: connection)
            case .close(let text):
                write(text, to: connection)
                return
            case .silence:
                var byte: UInt8 = 0
                _ = recv(connection, &byte, 1, 0)
                return
            }
        }
    }

    private func next(_ connection: Int32, _ buffer: inout String) -> Received? {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            if let end = buffer.range(of: "\r\n\r\n") {
                let request = Received(head: String(buffer[..<end.lowerBound]), body: "")
                let length = request.header("content-length").flatMap(Int.init) ?? 0
                let rest = buffer[end.upperBound...].utf8
                if rest.count >= length {
                    let body = String(decoding: rest.prefix(length), as: UTF8.self)
                    buffer = String(decoding: rest.dropFirst(length), as: UTF8.self)
                    return Received(head: request.head, body: body)
                }
            }
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            buffer += String(decoding: chunk[..<count], as: UTF8.self)
        }
    }

    private func write(_ text: String, to connection: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes {
                send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            bytes.removeFirst(count)
        }
    }
}

/// An answer with a body and its length.
func http(_ status: String = "200 OK", _ headers: String = "", _ body: String = "") -> String {
    "HTTP/1.1 \(status)\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
}
