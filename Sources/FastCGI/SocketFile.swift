// SPDX-License-Identifier: Apache-2.0

import POSIX

/// The file under which a unix socket is found.
package struct SocketFile: Sendable {
    /// Who may connect.
    package struct Access: Sendable {
        /// The permission bits; connecting needs the right to write.
        package var mode: UInt32
        /// The name or number of the owner, `nil` for the user who runs the program.
        package var owner: String?
        /// The name or number of the group, `nil` for the group of that user.
        package var group: String?

        package init(mode: UInt32 = 0o660, owner: String? = nil, group: String? = nil) {
            self.mode = mode
            self.owner = owner
            self.group = group
        }
    }

    let path: String
    // What was made here, to know it again.
    private let status: FileStatus

    /// Makes a socket that listens at a path; a file that nobody listens on any more is replaced.
    ///
    /// - Throws: ``Errno/addressInUse`` if another process listens there, ``Listener/Failure`` or
    ///   ``Errno`` if it cannot be made.
    static func listen(
        at path: String, access: Access, backlog: Int32
    ) throws -> (Socket, SocketFile) {
        let address = try SocketAddress(path: path)
        let userID = try access.userID
        let groupID = try access.groupID
        // Two processes that start at once must not both find the file stale: what one removes
        // could be the new socket of the other.
        let directory = try lockDirectory(of: path)
        defer { directory.unlock() }
        try removeStale(path: path, address: address)
        let socket = try Socket.bound(to: address)
        // Nobody can connect before listen(), so nobody can use the file's first permissions.
        if userID != nil || groupID != nil {
            try File.setOwner(userID: userID, groupID: groupID, of: path)
        }
        try File.setMode(access.mode, of: path)
        let status = try File.status(of: path)
        try socket.listen(backlog: backlog)
        return (socket, SocketFile(path: path, status: status))
    }

    /// Removes the file, unless another process has put its own in the place.
    func remove() {
        do {
            let directory = try SocketFile.lockDirectory(of: path)
            defer { directory.unlock() }
            if try File.status(of: path).isSameFile(as: status) { try File.remove(path) }
        } catch {
            // It is gone, or it is not ours to remove; the next start looks at it again.
        }
    }

    private static func lockDirectory(of path: String) throws -> FileLock {
        let slash = path.lastIndex(of: "/")
        let directory = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let lock = try FileLock(directory: directory)
        guard try lock.lock(.exclusive, atMost: .seconds(10)) else {
            throw Listener.Failure(description: "\(directory) is locked by another process")
        }
        return lock
    }

    private static func removeStale(path: String, address: SocketAddress) throws {
        guard File.exists(path) else { return }
        guard try File.status(of: path).kind == .socket else {
            throw Listener.Failure(description: "the file there is not a socket")
        }
        do {
            _ = try Socket.connected(to: address, atMost: .seconds(1))
        } catch .connectionRefused {
            try File.remove(path)
            return
        } catch .wouldBlock {
            // Somebody listens, and has had no place left for a connection for so long.
        }
        throw Errno.addressInUse
    }
}

extension SocketFile.Access {
    fileprivate var userID: UInt32? {
        get throws {
            guard let owner else { return nil }
            if let number = try Account.userID(owner) { return number }
            throw Listener.Failure(description: "there is no user \(owner)")
        }
    }

    fileprivate var groupID: UInt32? {
        get throws {
            guard let group else { return nil }
            if let number = try Account.groupID(group) { return number }
            throw Listener.Failure(description: "there is no group \(group)")
        }
    }
}
