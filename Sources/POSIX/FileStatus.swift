// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Kind, owner, permissions, size and identity of a file.
package struct FileStatus: Equatable, Sendable {
    /// What a file can be; anything else is ``other``.
    package enum Kind: Sendable {
        case regular, directory, socket, other
    }

    package let kind: Kind
    /// The permission bits, such as `0o644`.
    package let mode: UInt32
    package let userID: UInt32
    package let groupID: UInt32
    package let sizeBytes: Int64
    /// When the contents changed last.
    package let modified: WallTime
    /// Device and inode: equal for two paths only if they are the same file.
    package let device: UInt64
    package let inode: UInt64

    init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .directory
            case S_IFSOCK: .socket
            default: .other
            }
        mode = status.st_mode & 0o7777
        userID = status.st_uid
        groupID = status.st_gid
        sizeBytes = Int64(status.st_size)
        modified = WallTime(
            seconds: Int64(status.st_mtim.tv_sec), nanoseconds: status.st_mtim.tv_nsec)
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }

    /// Whether both describe the same file.
    package func isSameFile(as other: FileStatus) -> Bool {
        device == other.device && inode == other.inode
    }
}
