// SPDX-License-Identifier: Apache-2.0

import POSIX

/// A socket on which web servers find the responder.
package final class Listener: Sendable {
    /// Why a responder cannot listen: one line for the operator.
    package struct Failure: Error, Equatable, CustomStringConvertible {
        package let description: String

        package init(description: String) {
            self.description = description
        }
    }

    /// Web servers that do not keep connections open make one a request; a burst must find a
    /// place to wait, or nginx answers 502.
    static let backlog: Int32 = 1_024

    /// Where it listens, with the port that the system chose.
    package let address: ListenAddress
    let socket: Socket
    /// Whether the socket came from somebody who keeps it when this process ends.
    let isInherited: Bool
    /// Whether connections come by TCP.
    let isInternet: Bool
    private let file: SocketFile?

    private init(
        address: ListenAddress, socket: Socket, isInherited: Bool = false, file: SocketFile? = nil
    ) {
        self.address = address
        self.socket = socket
        self.isInherited = isInherited
        self.file = file
        isInternet = socket.isInternet
        socket.setNonBlocking()
        socket.closeOnExecution()
    }

    /// Listens at an address.
    ///
    /// - Parameters:
    ///   - address: Where; a socket file that nobody listens on any more is replaced.
    ///   - access: Who may connect, for a socket in the file system.
    /// - Returns: The socket, which listens from now on.
    /// - Throws: Why not; among others that another process listens there.
    package static func open(
        _ address: ListenAddress, access: SocketFile.Access = SocketFile.Access()
    ) throws(Failure) -> Listener {
        do {
            switch address {
            case .descriptor(let number):
                guard Socket.isListening(descriptor: number) else {
                    throw Failure(description: "that is not a listening socket")
                }
                return Listener(
                    address: address, socket: Socket(owning: number), isInherited: true)
            case .internet(let host, let port):
                let socket = try Socket.bound(to: SocketAddress(host: host, port: port))
                try socket.listen(backlog: backlog)
                let chosen = try socket.address().port ?? port
                return Listener(address: .internet(host: host, port: chosen), socket: socket)
            case .unix(let path):
                let (socket, file) = try SocketFile.listen(
                    at: path, access: access, backlog: backlog)
                return Listener(address: address, socket: socket, file: file)
            }
        } catch let error as Errno where error == .addressInUse {
            throw Failure(description: "\(address): another process listens there")
        } catch {
            throw Failure(description: "\(address): \(error)")
        }
    }

    /// The sockets that systemd, or a program like spawn-fcgi, opened for this process.
    ///
    /// - Returns: Those of `LISTEN_FDS` if they are meant for this process, else descriptor 0 if
    ///   it is a listening socket, else none.
    /// - Throws: ``Failure`` if `LISTEN_FDS` names what is no listening socket.
    ///
    /// Source: sd_listen_fds(3); FastCGI specification 1.0, section 2.2.
    package static func inherited() throws(Failure) -> [Listener] {
        let count = Process.environment("LISTEN_FDS").flatMap { Int32($0) } ?? 0
        if Process.environment("LISTEN_PID") == String(Process.identifier), count > 0 {
            // Programs that this one starts shall not take the sockets for their own.
            for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] {
                Process.removeEnvironment(name)
            }
            var listeners: [Listener] = []
            for number in 3..<3 + min(count, 64) {
                listeners.append(try open(.descriptor(number)))
            }
            return listeners
        }
        guard Socket.isListening(descriptor: 0) else { return [] }
        return [try open(.descriptor(0))]
    }

    /// Where it listens, for the operator: for a socket of somebody else, also to what it is bound.
    package var place: String {
        guard case .descriptor = address, let bound = try? socket.address() else {
            // What cannot be asked is left out; the number says enough to find it.
            return address.description
        }
        if let path = bound.path { return "\(address) (unix:\(path))" }
        if let port = bound.port { return "\(address) (port \(port))" }
        return address.description
    }

    /// Stops listening, and removes the socket's file.
    ///
    /// - Returns: Those who have connected already, so that none of them is turned away; none for
    ///   an inherited socket, on which the next process finds them.
    func close() -> [Socket] {
        guard !isInherited else { return [] }
        // First of all: whoever comes to a unix socket from now on is refused at once and can ask
        // another replica, having sent nothing, while those before stay in the queue. Without it,
        // one who comes between the last accept() and the end would be cut off with his request.
        // Internet sockets have no such thing; there this would reset the queue.
        if !isInternet { socket.shutDown(.receiving) }
        file?.remove()
        var waiting: [Socket] = []
        do {
            while let connection = try socket.accept() { waiting.append(connection) }
        } catch {
            // Out of descriptors: the rest is turned away, which is all that can be done.
        }
        socket.shutDown(.both)
        return waiting
    }
}
