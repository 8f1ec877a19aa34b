// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc

/// A stream socket; it is closed when nobody refers to it any more.
///
/// Two threads may use it at once: what one cuts with ``shutDown(_:)``, the other notices.
package final class Socket: Sendable {
    private let file: FileDescriptor

    /// Takes over an open descriptor.
    package init(owning descriptor: Int32) {
        file = FileDescriptor(owning: descriptor)
    }

    private init(family: Int32) throws(Errno) {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        file = FileDescriptor(owning: try retryingInterrupts { socket(family, type, 0) })
    }

    /// For calls outside of this target; valid as long as the object.
    package var descriptor: Int32 { file.rawValue }

    // MARK: Listening

    /// Makes a socket that is bound to an address and does not listen yet.
    ///
    /// - Throws: ``Errno/addressInUse``, or why the address cannot be had.
    package static func bound(to address: SocketAddress) throws(Errno) -> Socket {
        let result = try Socket(family: address.family)
        if address.isInternet { result.set(SO_REUSEADDR, at: SOL_SOCKET, to: 1) }
        _ = try retryingInterrupts {
            address.withPointer { bind(result.descriptor, $0, $1) }
        }
        return result
    }

    /// Begins to listen.
    ///
    /// - Parameter backlog: How many connections may wait to be accepted; the kernel's
    ///   `net.core.somaxconn` is the limit.
    /// - Throws: Why it cannot listen.
    package func listen(backlog: Int32) throws(Errno) {
        _ = try retryingInterrupts { Glibc.listen(descriptor, backlog) }
    }

    /// Accepts a connection that waits, without waiting for one.
    ///
    /// - Returns: The connection, or `nil` if none waits.
    /// - Throws: ``Errno/tooManyOpenFiles`` and other reasons why one that waits cannot be had.
    package func accept() throws(Errno) -> Socket? {
        do {
            let flags = Int32(SOCK_CLOEXEC.rawValue)
            return Socket(
                owning: try retryingInterrupts { accept4(descriptor, nil, nil, flags) })
        } catch let error where error == .wouldBlock || error == .connectionAborted {
            return nil
        }
    }

    /// Whether it listens; `false` also for what is not a socket at all.
    package static func isListening(descriptor: Int32) -> Bool {
        var value: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &value, &size) == 0 && value != 0
    }

    /// The address to which it is bound.
    ///
    /// - Throws: Why it is not known.
    package func address() throws(Errno) -> SocketAddress {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let status = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(descriptor, $0, &size)
            }
        }
        guard status == 0 else { throw .current }
        return SocketAddress(bytes: withUnsafeBytes(of: &storage) { Array($0.prefix(Int(size))) })
    }

    /// Whether it is a TCP socket.
    package var isInternet: Bool {
        do {
            return try address().isInternet
        } catch {
            return false
        }
    }

    // MARK: A connection

    /// Connects to an address.
    ///
    /// - Parameters:
    ///   - address: Where to.
    ///   - limit: How long to wait for a place among the connections that wait to be accepted; also
    ///     set as with ``limitSending(to:)``.
    /// - Returns: The connection.
    /// - Throws: ``Errno/connectionRefused`` if nobody listens there, ``Errno/wouldBlock`` if who
    ///   does had no place for so long, or why it failed.
    package static func connected(
        to address: SocketAddress, atMost limit: Duration
    ) throws(Errno) -> Socket {
        let result = try Socket(family: address.family)
        // Linux takes the limit of sending for that of connecting: see socket(7).
        result.limitSending(to: limit)
        _ = try retryingInterrupts {
            address.withPointer { connect(result.descriptor, $0, $1) }
        }
        return result
    }

    /// Reads what is there, without waiting.
    ///
    /// - Parameter buffer: Where to put it; must not be empty.
    /// - Returns: How many bytes were read, 0 when the peer has ended, `nil` if nothing is there.
    /// - Throws: Why nothing more will come.
    package func receiveNow(into buffer: UnsafeMutableRawBufferPointer) throws(Errno) -> Int? {
        do {
            return try retryingInterrupts {
                recv(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
            }
        } catch .wouldBlock {
            return nil
        }
    }

    /// Writes all bytes, waiting as long as ``limitSending(to:)`` allows for each piece.
    ///
    /// - Throws: ``Errno/wouldBlock`` if the peer took nothing for so long, or why it failed.
    package func send(_ bytes: [UInt8]) throws(Errno) {
        try writeAll(bytes, to: descriptor)
    }

    /// One or both ways of a connection.
    package enum Direction: Sendable {
        case sending, receiving, both
    }

    /// Ends a connection in one or both directions while the descriptor stays open.
    package func shutDown(_ direction: Direction) {
        let how =
            switch direction {
            case .sending: SHUT_WR
            case .receiving: SHUT_RD
            case .both: SHUT_RDWR
            }
        // The only failure is that the connection has ended already.
        shutdown(descriptor, Int32(how))
    }

    // MARK: Options

    /// Makes calls return instead of waiting, for all who share the socket.
    package func setNonBlocking() {
        let flags = fcntl(descriptor, F_GETFL)
        _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK)
    }

    /// Closes the descriptor in programs that this one starts.
    package func closeOnExecution() {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    /// Lets a write fail when the peer takes nothing for that long.
    package func limitSending(to limit: Duration) {
        let (seconds, attoseconds) = limit.components
        var time = timeval(
            tv_sec: Int(clamping: seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
        setsockopt(
            descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    }

    /// Sends small pieces at once instead of collecting them; for TCP only.
    package func sendWithoutDelay() {
        set(TCP_NODELAY, at: Int32(IPPROTO_TCP), to: 1)
    }

    private func set(_ option: Int32, at level: Int32, to value: Int32) {
        // Options only tune, so a kernel without them is no failure.
        var value = value
        setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }
}
