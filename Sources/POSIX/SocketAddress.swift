// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc

/// Where a socket listens or is connected: a path, or a host and a port.
package struct SocketAddress: Sendable {
    // The bytes of sockaddr_un, sockaddr_in or sockaddr_in6.
    private let bytes: [UInt8]

    /// A socket in the file system.
    ///
    /// - Throws: ``Errno/nameTooLong`` if the path has more than 107 bytes, which is all that
    ///   Linux has room for.
    package init(path: String) throws(Errno) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array(path.utf8)
        guard !path.isEmpty else { throw .invalidArgument }
        guard path.count < MemoryLayout.size(ofValue: address.sun_path) else { throw .nameTooLong }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        bytes = withUnsafeBytes(of: &address) { Array($0) }
    }

    /// A socket that has a name, but no place in the file system.
    ///
    /// - Throws: ``Errno/nameTooLong`` if the name has more than 107 bytes.
    ///
    /// Source: unix(7), "abstract".
    package init(abstractName name: String) throws(Errno) {
        let family = sa_family_t(AF_UNIX)
        let room = MemoryLayout.size(ofValue: sockaddr_un().sun_path)
        guard !name.isEmpty else { throw .invalidArgument }
        guard name.utf8.count < room else { throw .nameTooLong }
        // Zeros behind the name would belong to it, so the address ends where the name does.
        bytes = withUnsafeBytes(of: family) { Array($0) } + [0] + Array(name.utf8)
    }

    /// A TCP port.
    ///
    /// - Parameters:
    ///   - host: A name, an IPv4 address or an IPv6 address without brackets. The first address
    ///     of a name is taken.
    ///   - port: 0 for a free one when listening.
    /// - Throws: ``Errno/addressNotAvailable`` if the name is unknown.
    package init(host: String, port: UInt16) throws(Errno) {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, String(port), &hints, &found)
        defer { freeaddrinfo(found) }
        guard status == 0, let first = found?.pointee, let address = first.ai_addr else {
            throw .addressNotAvailable
        }
        let buffer = UnsafeRawBufferPointer(start: address, count: Int(first.ai_addrlen))
        bytes = Array(buffer)
    }

    /// Reads an address that the system filled in.
    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// `AF_UNIX`, `AF_INET` or `AF_INET6`.
    var family: Int32 {
        bytes.withUnsafeBytes { buffer in
            buffer.count < 2 ? AF_UNSPEC : Int32(buffer.loadUnaligned(as: sa_family_t.self))
        }
    }

    /// Whether it is a TCP port; otherwise a path.
    package var isInternet: Bool { family == AF_INET || family == AF_INET6 }

    /// The TCP port, `nil` for a path.
    package var port: UInt16? {
        // At the same place in both forms, in network byte order.
        isInternet && bytes.count >= 4 ? UInt16(bytes[2]) << 8 | UInt16(bytes[3]) : nil
    }

    /// The path, `nil` for a port and for a socket without a place in the file system.
    package var path: String? {
        guard family == AF_UNIX else { return nil }
        let path = bytes.dropFirst(MemoryLayout<sa_family_t>.size).prefix { $0 != 0 }
        return path.isEmpty ? nil : String(decoding: path, as: UTF8.self)
    }

    /// Hands the address to a system call.
    func withPointer<Result>(
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        bytes.withUnsafeBytes { buffer in
            buffer.withMemoryRebound(to: sockaddr.self) { address in
                guard let base = address.baseAddress else {
                    preconditionFailure("every initializer stores an address")
                }
                return body(base, socklen_t(buffer.count))
            }
        }
    }
}
