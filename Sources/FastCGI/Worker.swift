// SPDX-License-Identifier: Apache-2.0

import Gateway
import POSIX

/// A thread that takes what is readable, reads it, and answers what is complete.
final class Worker {
    private let shared: Shared
    private let exchange: Exchange
    // What one read brings; a record of nginx is 32 KiB, one of Apache 8 KiB.
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)

    /// - Throws: Why there is no exchange with libfcgi for it.
    init(_ shared: Shared) throws(Errno) {
        self.shared = shared
        exchange = try Exchange()
    }

    /// Works until the responder has come to its end.
    func run() {
        while shared.phase != .ended {
            guard let identifier = shared.poller.wait(atMost: .seconds(60)) else { continue }
            if identifier == Shared.wakeUpIdentifier {
                // It stays readable so that each worker notices; until the end of the drain this
                // loop must not spin.
                shared.pauseWhileDraining()
            } else if let listener = shared.listener(identifier) {
                accept(from: listener, identifier)
            } else if let connection = shared.table.take(identifier) {
                serve(connection)
            }
        }
    }

    // MARK: Connections

    private func accept(from listener: Listener, _ identifier: UInt64) {
        let socket: Socket?
        do {
            socket = try listener.socket.accept()
        } catch {
            guard shared.phase == .serving else { return }
            shared.note(error)
            // Out of descriptors, as a rule: an idle connection gives its own back.
            if shared.table.closeLongestIdle() {
                shared.rearm(listener.socket, identifier)
            } else {
                shared.pauseAccepting(identifier)
            }
            return
        }
        // At once, so that another worker can accept the next one while this one is served.
        if shared.phase == .serving { shared.rearm(listener.socket, identifier) }
        if let socket { serve(shared.takeIn(socket, from: listener)) }
    }

    /// Reads what is there and answers what is complete.
    private func serve(_ connection: consuming Connection) {
        // A peer that sends faster than we read must leave the worker to others in between.
        for _ in 0..<64 {
            let count: Int?
            do {
                count = try buffer.withUnsafeMutableBytes { buffer throws(Errno) in
                    try connection.socket.receiveNow(into: buffer)
                }
            } catch {
                return shared.table.remove(connection)
            }
            guard let count else { break }
            guard count > 0, process(count, of: &connection) else {
                return shared.table.remove(connection)
            }
        }
        shared.park(connection)
    }

    /// Hands the first bytes of the buffer to the reader, and answers each request in them.
    ///
    /// - Returns: Whether the connection is still of use.
    private func process(_ count: Int, of connection: inout Connection) -> Bool {
        connection.lastActive = .now
        var rest = buffer[..<count]
        while !rest.isEmpty {
            do {
                rest = rest.dropFirst(try connection.reader.read(rest))
            } catch {
                shared.note(error)
                return false
            }
            guard connection.reader.isComplete else { break }
            var request = connection.reader.takeRequest()
            request.arrivalNanoseconds =
                connection.requestBegan.map {
                    Int(connection.lastActive.nanoseconds - $0.nanoseconds)
                } ?? 0
            // Asked before the answer goes out: a peer that was answered before the stop may be
            // sending its next request already, and has time for it until the linger limit.
            let isLast = shared.phase != .serving
            guard answer(request, on: connection) else { return false }
            if isLast {
                // The peer may have sent its next request already: that is read and answered
                // before the end of the connection is found. A later one does not get through.
                connection.socket.shutDown(.receiving)
            }
            connection.hasAnswered = true
            connection.lastActive = .now
            connection.requestBegan = nil
        }
        if connection.requestBegan == nil, !connection.isIdle {
            connection.requestBegan = connection.lastActive
        }
        return true
    }

    // MARK: Requests

    /// Answers a request.
    ///
    /// - Returns: Whether the answer went out and the peer keeps the connection.
    private func answer(_ received: ReceivedRequest, on connection: Connection) -> Bool {
        let isSent = exchange.answer(received, on: connection.socket) { environ in
            let response = respond(to: received, environ)
            if response.body.count > 64 << 10 { shared.table.beginSending(connection) }
            return response
        }
        return isSent && received.keepsConnection
    }

    private func respond(to received: ReceivedRequest, _ sent: Environ) -> Response {
        let environ = sent.normalized(mountPath: shared.mountPath)
        if let refusal = received.refusal { return shared.refuse(refusal, environ) }
        switch received.body(limitBytes: shared.limits.maximumBodyBytes, environ) {
        case .success(let body):
            var request = Request(environ: environ, body: body)
            request.arrivalNanoseconds = received.arrivalNanoseconds
            return shared.application(request)
        case .failure(let refusal): return shared.refuse(refusal, environ)
        }
    }
}

@available(*, unavailable, message: "a worker belongs to its thread")
extension Worker: Sendable {}
