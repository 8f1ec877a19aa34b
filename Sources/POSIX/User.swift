// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A user with the groups, and what the permission bits of files let this user do.
///
/// Access control lists and the capabilities of a process are not looked at.
package struct User: Equatable, Sendable {
    /// What somebody may do with a file: read it, write it, or pass through a folder.
    package enum Right: UInt32, Sendable {
        case read = 0o4
        case write = 0o2
        case search = 0o1
    }

    /// Why a path is of no use to a user.
    package enum Obstacle: Equatable, Sendable {
        /// There is nothing at this path, which may be a folder on the way.
        case missing(String)
        /// The user may not pass this folder on the way.
        case closed(String)
        /// The user has no such right at the path itself.
        case refused
        /// The one who asks cannot look at it, and cannot tell.
        case unknown(Errno)
    }

    package let userID: UInt32
    package let groupIDs: Set<UInt32>

    package init(userID: UInt32, groupIDs: Set<UInt32>) {
        self.userID = userID
        self.groupIDs = groupIDs
    }

    /// The user as whom the program runs.
    package static var current: User {
        var groups = [gid_t](repeating: 0, count: 65_536)
        let count = getgroups(Int32(groups.count), &groups)
        return User(
            userID: geteuid(), groupIDs: Set(groups.prefix(max(0, Int(count))) + [getegid()]))
    }

    /// The user of a name, with all groups that the machine knows; `nil` if there is none.
    ///
    /// - Throws: Why nobody knows whether there is.
    package static func named(_ name: String) throws(Errno) -> User? {
        guard let entry = try Account.user(name) else { return nil }
        var groups = [gid_t](repeating: 0, count: 65_536)
        var count = Int32(groups.count)
        getgrouplist(name, entry.groupID, &groups, &count)
        return User(userID: entry.userID, groupIDs: Set(groups.prefix(Int(count))))
    }

    /// Whether nothing is refused to this user.
    package var isSuperuser: Bool { userID == 0 }

    /// Whether the permission bits of a file give this user a right.
    package func has(_ right: Right, on file: FileStatus) -> Bool {
        if isSuperuser { return true }
        let shift: UInt32 =
            userID == file.userID ? 6 : groupIDs.contains(file.groupID) ? 3 : 0
        return file.mode >> shift & right.rawValue != 0
    }

    /// Finds out whether this user can use a path in some ways.
    ///
    /// - Parameters:
    ///   - rights: What the user needs at the path itself.
    ///   - path: A path from the root on.
    /// - Returns: what keeps the user from it; `nil` if nothing does.
    package func obstacle(to rights: [Right], at path: String) -> Obstacle? {
        var folder = ""
        do throws(Errno) {
            let parts = path.split(separator: "/")
            for (index, part) in parts.enumerated() {
                let status = try File.status(of: folder.isEmpty ? "/" : folder)
                guard has(.search, on: status) else {
                    return .closed(folder.isEmpty ? "/" : folder)
                }
                folder += "/\(part)"
                guard index < parts.count - 1 || !rights.isEmpty else { return nil }
            }
            let status = try File.status(of: folder.isEmpty ? "/" : folder)
            return rights.allSatisfy { has($0, on: status) } ? nil : .refused
        } catch .noSuchFile {
            return .missing(folder)
        } catch {
            return .unknown(error)
        }
    }
}
