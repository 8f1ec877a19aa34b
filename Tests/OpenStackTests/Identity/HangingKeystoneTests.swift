// SPDX-License-Identifier: Apache-2.0

import Gateway
import HTTPClient
import JSON
import POSIX
import Synchronization
import Testing

@testable import OpenStack

@Suite struct HangingKeystoneTests {
    /// How many questions Keystone has not answered.
    private let held = Condition(0)
    private let isOpen = Condition(false)
    private let middleware: KeystoneMiddleware

    /// A Keystone that knows the token `good`, and does not answer about others for now.
    init() {
        var settings = KeystoneSettings()
        settings.authentication = KeystoneAuthentication(
            url: "http://k/v3", method: .token("t"), scope: .none, discoversVersion: false)
        settings.waitingLimit = 2
        settings.waitingPatience = .milliseconds(1)
        let client = KeystoneClient(settings) { [held, isOpen] request throws(HTTPError) in
            let token = request.headers.first { $0.name == "X-Subject-Token" }?.value
            if let token, token != "good" {
                held.update { $0 += 1 }
                _ = isOpen.wait(atMost: .seconds(60)) { $0 ? true : nil }
                return HTTPResponse(status: 404)
            }
            let body: Value = [
                "token": [
                    "expires_at": "2099-01-01T00:00:00Z", "user": ["id": "u"],
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
        middleware = KeystoneMiddleware(settings, client, now: { .now }, report: { _ in })
    }

    private func answer(_ path: String = "/traits", token: String) throws -> Response {
        let environ = Environ(["PATH_INFO": path, "HTTP_X_AUTH_TOKEN": token])
        return try middleware.handle(Request(environ: environ)) { _ in Response(.ok) }
    }

    @Test func `a Keystone that hangs keeps nobody from being answered`() throws {
        #expect(try answer(token: "good").status == .ok)
        let late = Mutex<[Status]>([])
        let threads = try (1...2).map { number in
            try Thread(name: "held") {
                let status = (try? answer(token: "unknown-\(number)"))?.status
                late.withLock { $0.append(status ?? .internalServerError) }
            }
        }
        let isHeld = held.wait(atMost: .seconds(60)) { $0 == 2 ? true : nil }
        try #require(isHeld == true)

        #expect(try answer(token: "good").status == .ok)
        #expect(try answer("/", token: "another").status == .ok)
        let refused = try answer(token: "another")
        #expect(refused.status == .serviceUnavailable)
        #expect(refused.headers["Retry-After"] == "5")
        #expect(late.withLock { $0.isEmpty })
        #expect(middleware.statistics.failures == 1)

        isOpen.update { $0 = true }
        for thread in threads { thread.join() }
        #expect(late.withLock { $0 } == [.unauthorized, .unauthorized])
        #expect(try answer(token: "another").status == .unauthorized)
    }

    @Test func `requests of one token have equal callers, but not one and the same`() throws {
        let callers = Mutex<[Caller]>([])
        for _ in 0..<2 {
            let environ = Environ(["PATH_INFO": "/traits", "HTTP_X_AUTH_TOKEN": "good"])
            let response = try middleware.handle(Request(environ: environ)) { request in
                callers.withLock { $0 += [request.caller].compactMap { $0 } }
                return Response(.ok)
            }
            #expect(response.caller?.userID == "u")
        }
        let found = callers.withLock { $0 }
        try #require(found.count == 2)
        #expect(found[0] == found[1])
        #expect(found[0] !== found[1])
    }
}
