// SPDX-License-Identifier: Apache-2.0

import POSIX
import Testing

@Suite struct UserTests {
    @Test func `root is found by name and may do everything`() throws {
        let root = try #require(try User.named("root"))
        #expect(root.isSuperuser)
        #expect(root.obstacle(to: [.read, .write], at: "/etc/passwd") == nil)
        #expect(try User.named("nobody-of-that-name") == nil)
    }

    @Test func `the owner's bits count for the owner, the group's for the group`() throws {
        let status = try File.status(of: "/etc/passwd")
        let owner = User(userID: status.userID, groupIDs: [])
        let other = User(userID: 54_321, groupIDs: [54_321])
        #expect(owner.has(.write, on: status))
        #expect(!other.has(.write, on: status))
        #expect(other.has(.read, on: status))
        #expect(other.obstacle(to: [.read, .write], at: "/etc/passwd") == .refused)
    }

    @Test func `what is not there is named, as far as the way leads`() {
        let user = User(userID: 54_321, groupIDs: [])
        #expect(user.obstacle(to: [.read], at: "/etc/none/x") == .missing("/etc/none"))
        #expect(user.obstacle(to: [.read], at: "/") == nil)
    }
}
