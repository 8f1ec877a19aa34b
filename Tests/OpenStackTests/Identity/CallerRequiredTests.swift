// SPDX-License-Identifier: Apache-2.0

import Gateway
import Testing

@testable import OpenStack

@Suite struct CallerRequiredTests {
    private func status(path: String, caller: Caller?) throws -> Status {
        var request = Request(environ: Environ(["PATH_INFO": path]))
        request.caller = caller
        return try CallerRequired().handle(request) { _ in Response(.ok) }.status
    }

    @Test func `a request whose sender is known goes on`() throws {
        #expect(try status(path: "/traits", caller: Caller(userID: "u")) == .ok)
    }

    @Test func `a request whose sender is not known is refused`() throws {
        #expect(try status(path: "/traits", caller: nil) == .unauthorized)
        #expect(try status(path: "/traits", caller: Caller(roles: ["admin"])) == .unauthorized)
    }

    @Test(arguments: ["/", ""])
    func `the root is for everybody`(path: String) throws {
        #expect(try status(path: path, caller: nil) == .ok)
    }
}
