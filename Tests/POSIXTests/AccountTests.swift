// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import POSIX

@Suite struct AccountTests {
    @Test func `users and groups are found by name and by number`() throws {
        #expect(try Account.userID("root") == 0)
        #expect(try Account.groupID("root") == 0)
        #expect(try Account.groupID("77") == 77)
        #expect(try Account.userID("no-such-user") == nil)
        #expect(try Account.groupID("no-such-group") == nil)
    }

    @Test func `an entry may be long`() throws {
        var sizes: [Int] = []
        let isFound = try Account.found { _, sizeBytes in
            sizes.append(sizeBytes)
            return sizeBytes < 100_000 ? (ERANGE, false) : (0, true)
        }
        #expect(isFound)
        #expect(sizes == [16_384, 32_768, 65_536, 131_072])
    }

    @Test func `an entry without an end is given up`() {
        #expect(throws: Errno(rawValue: ERANGE)) { try Account.found { _, _ in (ERANGE, false) } }
    }

    @Test func `a failure is not taken for a name that is not there`() {
        #expect(throws: Errno(rawValue: EIO)) { try Account.found { _, _ in (EIO, false) } }
    }
}
