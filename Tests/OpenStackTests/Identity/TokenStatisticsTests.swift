// SPDX-License-Identifier: Apache-2.0

import HTTPClient
import JSON
import POSIX
import Testing

@testable import OpenStack

@Suite struct TokenStatisticsTests {
    private let validator: TokenValidator

    /// A Keystone that knows the tokens `good` and `old`, and fails over `broken`.
    init() {
        var settings = KeystoneSettings()
        settings.authentication = KeystoneAuthentication(
            url: "http://k/v3", method: .token("t"), scope: .none, discoversVersion: false)
        settings.cacheLimit = 4
        let client = KeystoneClient(settings) { request throws(HTTPError) in
            let name = request.headers.first { $0.name == "X-Subject-Token" }?.value ?? "own"
            guard name != "broken" else { throw HTTPError(.other, "broken") }
            guard name != "unknown" else { return HTTPResponse(status: 404) }
            let year = name == "old" ? 1999 : 2099
            let body: Value = [
                "token": [
                    "expires_at": .string("\(year)-01-01T00:00:00Z"), "user": ["id": "u"],
                    "catalog": [
                        [
                            "type": "identity",
                            "endpoints": [["interface": "internal", "url": "http://k/v3"]],
                        ]
                    ],
                ]
            ]
            return HTTPResponse(
                status: 200, headers: [("x-subject-token", "own")], body: body.encoded)
        }
        validator = TokenValidator(settings, client, now: { .now })
    }

    private var counts: [Int] {
        let statistics = validator.statistics
        return [
            statistics.hits, statistics.misses, statistics.refused, statistics.failures,
            statistics.entries,
        ]
    }

    @Test func `a token is a miss at first and a hit from then on`() throws {
        for _ in 0..<3 { #expect(try validator.token("good", allowsExpired: false) != nil) }
        #expect(try validator.token(" good\t", allowsExpired: false) != nil)
        #expect(counts == [3, 1, 0, 0, 1])
    }

    @Test func `tokens that are not accepted are counted`() throws {
        #expect(try validator.token("unknown", allowsExpired: false) == nil)
        #expect(try validator.token("no token", allowsExpired: false) == nil)
        #expect(counts == [0, 1, 2, 0, 0])
    }

    @Test func `an expired token is refused from memory too`() throws {
        #expect(try validator.token("old", allowsExpired: true) != nil)
        #expect(try validator.token("old", allowsExpired: false) == nil)
        #expect(counts == [1, 1, 1, 0, 1])
    }

    @Test func `what has no verdict is a failure`() {
        #expect(throws: KeystoneError.self) {
            try validator.token("broken", allowsExpired: false)
        }
        #expect(counts == [0, 1, 0, 1, 0])
    }

    @Test func `no more are remembered than the limit`() throws {
        for number in 1...20 { _ = try validator.token("t\(number)", allowsExpired: false) }
        #expect(counts == [0, 20, 0, 0, 4])
    }
}
