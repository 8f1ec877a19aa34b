// SPDX-License-Identifier: Apache-2.0

import Gateway
import HTTPClient
import JSON
import POSIX
import Synchronization
import Testing

@testable import OpenStack

@Suite struct TokenCacheTests {
    private let start = WallTime(seconds: 1_000)

    private func token(_ user: String = "u") throws -> IdentityToken {
        let body: Value = [
            "token": ["user": ["id": .string(user)], "expires_at": "2099-01-01T00:00:00Z"]
        ]
        return try IdentityToken(parsing: body.encoded)
    }

    @Test func `a token is remembered for its time`() throws {
        let cache = TokenCache(lifetimeSeconds: 300, limit: 10)
        cache.remember(try token(), as: "a", at: start)
        #expect(cache.token("a", at: WallTime(seconds: 1_299)) != nil)
        #expect(cache.token("a", at: WallTime(seconds: 1_300)) == nil)
        #expect(cache.token("b", at: start) == nil)
    }

    @Test func `a lifetime below zero remembers nothing, zero for good`() throws {
        let none = TokenCache(lifetimeSeconds: -1, limit: 10)
        none.remember(try token(), as: "a", at: start)
        #expect(none.token("a", at: start) == nil)
        let forever = TokenCache(lifetimeSeconds: 0, limit: 10)
        forever.remember(try token(), as: "a", at: start)
        #expect(forever.token("a", at: WallTime(seconds: 1_000_000)) != nil)
    }

    @Test func `tokens in use stay, and no more than the limit`() throws {
        let cache = TokenCache(lifetimeSeconds: 300, limit: 10)
        let token = try token()
        for number in 0..<100 {
            cache.remember(token, as: "t\(number)", at: start)
            cache.remember(token, as: "busy", at: start)
            #expect(cache.token("busy", at: start) != nil)
        }
        let known = (0..<100).filter { cache.token("t\($0)", at: start) != nil }
        #expect(known.count <= 10)
        #expect(known.contains(99))
        #expect(!known.contains(0))
    }
}

@Suite struct SingleFlightTests {
    private struct Late: Error {}

    @Test func `those who ask meanwhile get the answer of the first`() throws {
        let flights = SingleFlight<Int, Late>(waitingAtMost: .seconds(60))
        let asked = Condition(0)
        let open = Condition(false)
        let answers = Condition<[Int]>([])
        let threads = try (1...8).map { _ in
            try Thread(name: "asker") {
                let answer = try? flights.value(of: "key", late: Late()) { () throws(Late) in
                    asked.update { $0 += 1 }
                    _ = open.wait(atMost: .seconds(60)) { $0 ? true : nil }
                    return 7
                }
                answers.update { $0.append(answer ?? 0) }
            }
        }
        _ = asked.wait(atMost: .seconds(60)) { $0 > 0 ? true : nil }
        open.update { $0 = true }
        for thread in threads { thread.join() }
        #expect(answers.withLock { $0 } == Array(repeating: 7, count: 8))
    }

    @Test func `another key does not wait, and a failure is passed on`() throws {
        let flights = SingleFlight<Int, Late>(waitingAtMost: .seconds(60))
        let value = try flights.value(of: "a", late: Late()) { () throws(Late) in
            try flights.value(of: "b", late: Late()) { 2 } + 1
        }
        #expect(value == 3)
        #expect(throws: Late.self) {
            try flights.value(of: "a", late: Late()) { () throws(Late) in throw Late() }
        }
        #expect(try flights.value(of: "a", late: Late()) { 4 } == 4)
    }

    @Test func `who waits too long gives up`() throws {
        let flights = SingleFlight<Int, Late>(waitingAtMost: .milliseconds(1))
        #expect(throws: Late.self) {
            try flights.value(of: "a", late: Late()) { () throws(Late) in
                try flights.value(of: "a", late: Late()) { 1 }
            }
        }
    }
}

@Suite struct IdentityTokenTests {
    @Test(arguments: [
        ("2026-01-31T23:59:59.000000Z", 1_769_903_999, 0),
        ("2026-02-01T00:59:59+01:00", 1_769_903_999, 0),
        ("2026-01-31 23:59:59.25", 1_769_903_999, 250_000_000), ("1970-01-01T00:00:00Z", 0, 0),
        ("2024-02-29T12:00:00-00:30", 1_709_209_800, 0),
    ])
    func `times of Keystone are read`(text: String, seconds: Int64, nanoseconds: Int) {
        #expect(
            WallTime(iso8601: text) == WallTime(seconds: seconds, nanoseconds: nanoseconds))
    }

    @Test(arguments: [
        "", "2026", "2026-13-01T00:00:00Z", "2026-01-01T25:00:00Z", "2026-01-01T00:00:00X",
        "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00+1", "2026/01/01T00:00:00Z",
        "x026-01-01T00:00:00Z",
    ])
    func `what is no time is none`(text: String) {
        #expect(WallTime(iso8601: text) == nil)
    }

    @Test func `a token is good until its last moment`() throws {
        let body: Value = ["token": ["user": ["id": "u"], "expires_at": "1970-01-01T00:00:10Z"]]
        let token = try IdentityToken(parsing: body.encoded)
        #expect(!token.isExpired(at: WallTime(seconds: 10)))
        #expect(token.isExpired(at: WallTime(seconds: 10, nanoseconds: 1)))
    }
}

@Suite struct IdentityHeaderTests {
    /// What keystonemiddleware 13 removes, and what it sets anew.
    private static let names = [
        "X_SERVICE_CATALOG", "X_IDENTITY_STATUS", "X_SERVICE_IDENTITY_STATUS",
        "X_IS_ADMIN_PROJECT", "X_ROLE", "X_USER", "X_TENANT", "X_TENANT_ID", "X_TENANT_NAME",
        "X_DOMAIN_ID", "X_DOMAIN_NAME", "X_PROJECT_ID", "X_PROJECT_NAME", "X_PROJECT_DOMAIN_ID",
        "X_PROJECT_DOMAIN_NAME", "X_USER_ID", "X_USER_NAME", "X_USER_DOMAIN_ID",
        "X_USER_DOMAIN_NAME", "X_ROLES", "X_SERVICE_DOMAIN_ID", "X_SERVICE_DOMAIN_NAME",
        "X_SERVICE_PROJECT_ID", "X_SERVICE_PROJECT_NAME", "X_SERVICE_PROJECT_DOMAIN_ID",
        "X_SERVICE_PROJECT_DOMAIN_NAME", "X_SERVICE_USER_ID", "X_SERVICE_USER_NAME",
        "X_SERVICE_USER_DOMAIN_ID", "X_SERVICE_USER_DOMAIN_NAME", "X_SERVICE_ROLES",
        "OPENSTACK_SYSTEM_SCOPE",
    ]

    @Test(arguments: names)
    func `each header of an identity goes`(name: String) {
        var environ = Environ(["HTTP_\(name)": "evil", "HTTP_X_AUTH_TOKEN": "a"])
        environ.removeIdentityHeaders()
        #expect(environ == Environ(["HTTP_X_AUTH_TOKEN": "a"]))
    }

    @Test func `headers of an identity go, others stay`() {
        var environ = Environ([
            "HTTP_X_ROLES": "admin", "HTTP_X_USER_ID": "u", "HTTP_X_TENANT": "t",
            "HTTP_OPENSTACK_SYSTEM_SCOPE": "all", "HTTP_X_SERVICE_ROLES": "service",
            "HTTP_X_IS_ADMIN_PROJECT": "True", "HTTP_X_AUTH_TOKEN": "a", "HTTP_ACCEPT": "b",
            "HTTP_X_SERVICE_TOKEN": "c", "PATH_INFO": "/",
        ])
        environ.removeIdentityHeaders()
        #expect(
            environ.names.sorted() == [
                "HTTP_ACCEPT", "HTTP_X_AUTH_TOKEN", "HTTP_X_SERVICE_TOKEN", "PATH_INFO",
            ])
    }
}

@Suite struct AccessRuleTests {
    private func allows(_ pattern: String, _ path: String) -> Bool {
        let rule = AccessRule(["service": "s", "method": "GET", "path": .string(pattern)])
        return rule.allows(method: "GET", path: path, serviceType: "s")
    }

    @Test func `stars and names stand for parts of a path`() {
        #expect(allows("/a/*", "/a/b"))
        #expect(!allows("/a/*", "/a/"))
        #expect(!allows("/a/*", "/a/b/c"))
        #expect(allows("/a/{id}/c", "/a/b/c"))
        #expect(allows("/a/**", "/a/b/c"))
        #expect(allows("/a/**", "/a/"))
        #expect(!allows("/a/**", "/a"))
        #expect(allows("/**/c", "/a/b/c"))
        #expect(!allows("/a", "/a/b"))
    }

    @Test func `other characters are themselves`() {
        #expect(allows("/a.c+", "/a.c+"))
        #expect(!allows("/a.c", "/abc"))
        #expect(!allows("/ab+", "/abb"))
    }

    @Test func `a pattern of many stars takes no time`() {
        let pattern = String(repeating: "**/*", count: 200)
        #expect(!allows(pattern + "x", String(repeating: "/a", count: 2_000)))
    }

    @Test func `a rule that leaves something out allows nothing`() {
        let rule = AccessRule(["method": "GET", "path": "/a"])
        #expect(!rule.allows(method: "GET", path: "/a", serviceType: "placement"))
    }
}
