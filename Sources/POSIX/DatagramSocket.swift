// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// Sends datagrams to a socket in the file system, such as those of syslog and the journal.
///
/// The receiver may come later, go, and come back: each datagram that cannot be sent is tried once
/// more on a new socket.
package final class DatagramSocket: Sendable {
    private let address: SocketAddress
    private let current = Mutex<Socket?>(nil)

    /// How long a datagram may wait for a receiver that is behind.
    private static let limit = Duration.milliseconds(200)

    /// Names the receiver; nothing is sent yet.
    ///
    /// - Throws: ``Errno/nameTooLong`` if the path is no name of a socket.
    package convenience init(path: String) throws(Errno) {
        self.init(address: try SocketAddress(path: path))
    }

    /// Names the receiver; nothing is sent yet.
    package init(address: SocketAddress) {
        self.address = address
    }

    /// Sends one datagram.
    ///
    /// - Throws: Why nobody received it.
    package func send(_ bytes: [UInt8]) throws(Errno) {
        if let socket = current.withLock({ $0 }) {
            do {
                return try send(bytes, on: socket)
            } catch let error where error == .wouldBlock || error == .messageTooLong {
                throw error
            } catch {
                // The receiver is gone; there may be another one.
            }
        }
        let socket = try connect()
        current.withLock { $0 = socket }
        try send(bytes, on: socket)
    }

    private func connect() throws(Errno) -> Socket {
        let descriptor = try retryingInterrupts {
            Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        }
        let socket = Socket(owning: descriptor)
        socket.limitSending(to: DatagramSocket.limit)
        _ = try retryingInterrupts {
            address.withPointer { Glibc.connect(descriptor, $0, $1) }
        }
        return socket
    }

    private func send(_ bytes: [UInt8], on socket: Socket) throws(Errno) {
        _ = try retryingInterrupts {
            Glibc.send(socket.descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        }
    }
}
