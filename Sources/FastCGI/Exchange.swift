// SPDX-License-Identifier: Apache-2.0

import CFCGI
import Gateway
import POSIX

/// One request after the other through libfcgi, which decodes variables and frames answers.
///
/// libfcgi reads and writes the same descriptor. Here it reads from a file in memory that holds a
/// checked request and nothing else, so that it never waits and never sees what a peer made up, and then
/// gets the connection to write to. It must not close that: the ``Socket`` does.
final class Exchange {
    // Allocated, because libfcgi's streams keep pointers to it.
    private let request = UnsafeMutablePointer<FCGX_Request>.allocate(capacity: 1)
    private let input: MemoryFile
    private var prelude: [UInt8] = []

    /// Makes ready for requests of one thread.
    ///
    /// - Throws: Why there is no file in memory for it.
    init() throws(Errno) {
        precondition(Exchange.isLibraryPrepared, "FCGX_Init only installs signal handlers")
        input = try MemoryFile(name: "fastcgi request")
    }

    /// Prepares the library, once, when it is looked at for the first time.
    ///
    /// It installs handlers for SIGPIPE, SIGTERM and SIGUSR1, which are taken away again: a lost
    /// peer is an error code here, and signals are the program's business.
    private static let isLibraryPrepared: Bool = {
        let status = FCGX_Init()
        Signal.ignore(.pipe)
        Signal.restore(.terminate)
        Signal.restore(.user1)
        return status == 0
    }()

    /// Answers a request.
    ///
    /// - Parameters:
    ///   - received: A request that ``RequestReader`` has checked.
    ///   - socket: Where the answer goes.
    ///   - respond: Makes the answer.
    /// - Returns: Whether the answer was sent as a whole; `false` too if there is no memory left.
    func answer(
        _ received: ReceivedRequest, on socket: Socket, respond: (Environ) -> Response
    ) -> Bool {
        do {
            try begin(received)
        } catch {
            return false
        }
        request.pointee.ipcFd = socket.descriptor
        let response = respond(Environ(request.pointee.envp))
        if !(write(response.head) && write(response.body)) {
            // Closing the stream tries to write once more, which must not wait once more.
            socket.shutDown(.both)
        }
        // The order of FCGX_Finish_r: the stream closed last writes the end of the request.
        FCGX_FClose(request.pointee.err)
        let isSent = FCGX_FClose(request.pointee.out) == 0
        FCGX_Free(request, 0)
        return isSent
    }

    /// Lets libfcgi read the request.
    private func begin(_ received: ReceivedRequest) throws(Errno) {
        prelude.removeAll(keepingCapacity: true)
        Record(.beginRequest, requestID: received.id, contentLength: 8).append(to: &prelude)
        prelude.append(contentsOf: [0, UInt8(Record.responderRole), 1, 0, 0, 0, 0, 0])
        var rest = received.parameters[...]
        while !rest.isEmpty {
            let content = rest.prefix(Record.maximumContentBytes)
            Record(.parameters, requestID: received.id, contentLength: content.count)
                .append(to: &prelude)
            prelude.append(contentsOf: content)
            rest = rest.dropFirst(content.count)
        }
        Record(.parameters, requestID: received.id, contentLength: 0).append(to: &prelude)
        try input.replaceContents(by: prelude)

        FCGX_InitRequest(request, -1, 0)
        request.pointee.ipcFd = input.descriptor
        // Or FCGX_Accept_r would begin by closing the descriptor and accepting a connection.
        request.pointee.keepConnection = 1
        let status = FCGX_Accept_r(request)
        precondition(status == 0, "libfcgi refused a well-formed request: \(status)")
    }

    /// Adds bytes to the answer; `false` if the peer does not take them.
    private func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            // The length is an int; one call is enough for any answer but those over 1 GiB.
            let piece = rest.prefix(1 << 30)
            let written = piece.withUnsafeBytes { buffer in
                FCGX_PutStr(
                    buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
                    Int32(buffer.count), request.pointee.out)
            }
            guard written == piece.count else { return false }
            rest = rest.dropFirst(piece.count)
        }
        return true
    }

    deinit {
        request.deallocate()
    }
}

@available(*, unavailable, message: "an exchange belongs to the thread that made it")
extension Exchange: Sendable {}
