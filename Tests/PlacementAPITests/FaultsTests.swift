// SPDX-License-Identifier: Apache-2.0

import Gateway
import SQL
import Testing

@testable import PlacementAPI

@Suite struct FaultsTests {
    private func answer(to kind: SQLError.Kind) throws -> Response {
        let faults = Faults { _, _ in }
        return try faults.handle(Request(environ: Environ([:]))) { _ in
            throw SQLError(kind, code: 0, "for the log alone")
        }
    }

    private func text(_ response: Response) -> String {
        String(decoding: response.body, as: UTF8.self)
    }

    @Test(arguments: [SQLError.Kind.busy, .overloaded])
    func `what may succeed a moment later is to be tried again`(kind: SQLError.Kind) throws {
        let response = try answer(to: kind)
        #expect(response.status == .serviceUnavailable)
        #expect(response.headers["Retry-After"] == "1")
    }

    @Test func `what may be done already is to be looked at, not to be tried again`() throws {
        let response = try answer(to: .unknownOutcome)
        #expect(response.status == .serviceUnavailable)
        #expect(response.headers["Retry-After"] == nil)
        #expect(text(response).contains("may or may not have been carried out"))
    }

    @Test func `a file that was moved is said to be`() throws {
        let response = try answer(to: .moved)
        #expect(response.status == .internalServerError)
        #expect(text(response).contains("moved, replaced or removed"))
        #expect(!text(response).contains("for the log alone"))
    }
}
