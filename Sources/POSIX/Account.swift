// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The users and groups of the machine.
package enum Account {
    /// The number of a user, given by name or by number; `nil` if there is no such name.
    ///
    /// - Throws: Why nobody knows whether there is.
    package static func userID(_ name: String) throws(Errno) -> UInt32? {
        if let number = UInt32(name) { return number }
        return try user(name)?.userID
    }

    /// The numbers of a user of that name and of the user's own group; `nil` if there is none.
    static func user(_ name: String) throws(Errno) -> (userID: UInt32, groupID: UInt32)? {
        var entry = passwd()
        let isFound = try found { text, sizeBytes in
            var found: UnsafeMutablePointer<passwd>?
            let status = getpwnam_r(name, &entry, text, sizeBytes, &found)
            return (status, found != nil)
        }
        return isFound ? (entry.pw_uid, entry.pw_gid) : nil
    }

    /// The number of a group, given by name or by number; `nil` if there is no such name.
    ///
    /// - Throws: Why nobody knows whether there is.
    package static func groupID(_ name: String) throws(Errno) -> UInt32? {
        if let number = UInt32(name) { return number }
        var entry = group()
        let isFound = try found { text, sizeBytes in
            var found: UnsafeMutablePointer<group>?
            let status = getgrnam_r(name, &entry, text, sizeBytes, &found)
            return (status, found != nil)
        }
        return isFound ? entry.gr_gid : nil
    }

    /// Looks an entry up with ever more room for its text: a group may have thousands of members.
    ///
    /// - Parameter lookUp: A call such as getgrnam_r(3), which returns its status, and whether it
    ///   found an entry.
    /// - Returns: Whether it did.
    /// - Throws: Why it failed; `ERANGE` if an entry has more than 16 MiB.
    static func found(
        _ lookUp: (UnsafeMutablePointer<CChar>, _ sizeBytes: Int) -> (status: Int32, isFound: Bool)
    ) throws(Errno) -> Bool {
        var sizeBytes = 16 << 10
        while true {
            let text = UnsafeMutablePointer<CChar>.allocate(capacity: sizeBytes)
            defer { text.deallocate() }
            let (status, isFound) = lookUp(text, sizeBytes)
            switch status {
            // What the C library may return for a name that is not there, see getpwnam(3).
            case 0, ENOENT, ESRCH: return isFound
            case EINTR: continue
            case ERANGE where sizeBytes < 16 << 20: sizeBytes *= 2
            default: throw Errno(rawValue: status)
            }
        }
    }
}
