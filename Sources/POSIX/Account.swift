// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The users and groups of the machine.
package enum Account {
    /// The number of a user, given by name or by number; `nil` if there is no such name.
    package static func userID(_ name: String) -> UInt32? {
        if let number = UInt32(name) { return number }
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        let status = getpwnam_r(name, &entry, &buffer, buffer.count, &found)
        return status == 0 && found != nil ? entry.pw_uid : nil
    }

    /// The number of a group, given by name or by number; `nil` if there is no such name.
    package static func groupID(_ name: String) -> UInt32? {
        if let number = UInt32(name) { return number }
        var entry = group()
        var found: UnsafeMutablePointer<group>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        let status = getgrnam_r(name, &entry, &buffer, buffer.count, &found)
        return status == 0 && found != nil ? entry.gr_gid : nil
    }
}
