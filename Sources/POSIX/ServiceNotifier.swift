// SPDX-License-Identifier: Apache-2.0

/// Tells the service manager that started this program how it is doing.
///
/// Without a service manager that wants to know, nothing is sent.
/// Source: sd_notify(3), "Notes", on the protocol of `NOTIFY_SOCKET`.
package struct ServiceNotifier: Sendable {
    private let socket: DatagramSocket?

    /// Names the socket of the service manager.
    ///
    /// - Parameter name: What `NOTIFY_SOCKET` says: a path, or `@` and a name that is in no
    ///   file system; `nil` if nobody wants to know.
    /// - Throws: ``Errno`` for what is no name of a socket.
    package init(socket name: String?) throws(Errno) {
        guard let name, !name.isEmpty else {
            socket = nil
            return
        }
        guard name.hasPrefix("/") || name.hasPrefix("@") else { throw .invalidArgument }
        let address =
            name.hasPrefix("@")
            ? try SocketAddress(abstractName: String(name.dropFirst()))
            : try SocketAddress(path: name)
        socket = DatagramSocket(address: address)
    }

    /// The program answers, after its start or after ``reloading(_:)``.
    ///
    /// - Parameter status: One line on what it does, for `systemctl status`.
    /// - Throws: Why nobody heard it; the manager goes on waiting.
    package func ready(_ status: String) throws(Errno) {
        try send("READY=1", status)
    }

    /// The program reads its files again, and will say when it is ready.
    ///
    /// - Throws: Why nobody heard it.
    package func reloading(_ status: String) throws(Errno) {
        // The manager takes the time for the proof that this belongs to the signal it sent.
        try send("RELOADING=1\nMONOTONIC_USEC=\(MonotonicTime.now.nanoseconds / 1_000)", status)
    }

    /// The program was told to end, and does.
    ///
    /// - Parameters:
    ///   - status: One line on what is still done.
    ///   - limit: How long that may take; the manager shall not kill it before.
    /// - Throws: Why nobody heard it.
    package func stopping(_ status: String, atMost limit: Duration) throws(Errno) {
        let (seconds, _) = limit.components
        let microseconds = max(0, min(seconds, 1_000_000_000)) * 1_000_000
        try send("STOPPING=1\nEXTEND_TIMEOUT_USEC=\(microseconds)", status)
    }

    private func send(_ assignments: String, _ status: String) throws(Errno) {
        let line = String(status.map { $0.isNewline ? " " : $0 })
        try socket?.send(Array("\(assignments)\nSTATUS=\(line)\n".utf8))
    }
}
