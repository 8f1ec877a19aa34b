// SPDX-License-Identifier: Apache-2.0

import HTTPClient
import JSON
import POSIX
import Synchronization
import Testing

@testable import OpenStack

@Suite struct KeystoneClientTests {
    /// A Keystone whose answers a test gives by path, and that writes down what it was asked.
    private final class Keystone: Sendable {
        struct State {
            var requests: [HTTPRequest] = []
            var pauses: [Duration] = []
            var now = WallTime(seconds: 1_000_000)
        }

        let state = Mutex(State())
        let answer: @Sendable (HTTPRequest) throws(HTTPError) -> HTTPResponse

        init(_ answer: @escaping @Sendable (HTTPRequest) throws(HTTPError) -> HTTPResponse) {
            self.answer = answer
        }

        var lines: [String] {
            state.withLock { $0.requests.map { "\($0.method) \($0.url)" } }
        }

        func client(_ settings: KeystoneSettings) -> KeystoneClient {
            KeystoneClient(
                settings,
                send: { request throws(HTTPError) in
                    self.state.withLock { $0.requests.append(request) }
                    return try self.answer(request)
                },
                now: { self.state.withLock { $0.now } },
                pause: { pause in self.state.withLock { $0.pauses.append(pause) } })
        }
    }

    private var settings: KeystoneSettings {
        var settings = KeystoneSettings()
        settings.authentication = KeystoneAuthentication(
            url: "http://k/v3", method: .token("t"), scope: .none, discoversVersion: false)
        return settings
    }

    private static func response(
        _ status: Int = 200, endpoints: [Value] = [], expires: String = "2001-09-09T01:46:40Z"
    ) -> HTTPResponse {
        let body: Value = [
            "token": [
                "expires_at": .string(expires), "user": ["id": "u"],
                "catalog": [["type": "identity", "endpoints": .array(endpoints)]],
            ]
        ]
        return HTTPResponse(
            status: status, headers: [("x-subject-token", "own")], body: body.encoded)
    }

    private static func endpoint(
        _ url: String, _ interface: String = "internal", region: String = "r1"
    ) -> Value {
        ["url": .string(url), "interface": .string(interface), "region": .string(region)]
    }

    private static func document(_ href: String) -> HTTPResponse {
        let version: Value = [
            "id": "v3.14", "status": "stable",
            "links": [["rel": "self", "href": .string(href)]],
        ]
        let body: Value = ["versions": ["values": [["id": "v2.0", "status": "stable"], version]]]
        return HTTPResponse(status: 300, body: body.encoded)
    }

    @Test func `the endpoint in the catalog is asked, not the address in the options`() throws {
        let keystone = Keystone { _ in
            Self.response(endpoints: [Self.endpoint("http://inner:5000/v3/")])
        }
        _ = try keystone.client(settings).validate("a", allowsExpired: false)
        #expect(
            keystone.lines == [
                "POST http://k/v3/auth/tokens", "GET http://inner:5000/v3/auth/tokens",
            ])
        let headers = keystone.state.withLock { $0.requests[1].headers }
        #expect(
            headers.map { "\($0.name): \($0.value)" } == [
                "Accept: application/json", "X-Auth-Token: own", "X-Subject-Token: a",
                "OpenStack-Identity-Access-Rules: 1",
            ])
    }

    @Test func `interface and region choose the endpoint`() throws {
        let keystone = Keystone { _ in
            Self.response(endpoints: [
                Self.endpoint("http://one/v3", "public", region: "r1"),
                Self.endpoint("http://two/v3", "internal", region: "r2"),
                Self.endpoint("http://three/v3", "public", region: "r2"),
            ])
        }
        var settings = settings
        settings.interface = "publicURL"
        settings.regionName = "r2"
        _ = try keystone.client(settings).validate("a", allowsExpired: false)
        #expect(keystone.lines.last == "GET http://three/v3/auth/tokens")
        settings.regionName = "r3"
        #expect(throws: KeystoneError.self) {
            try keystone.client(settings).validate("a", allowsExpired: false)
        }
    }

    @Test(arguments: [
        ("http://k", "http://public/identity/v3/", "POST http://public/identity/v3/auth/tokens"),
        ("http://k/", "/v3", "POST http://k/v3/auth/tokens"),
        ("http://k/identity", "v3/", "POST http://k/identity/v3/auth/tokens"),
        ("http://k/identity", "", "POST http://k/identity/v3/auth/tokens"),
        ("http://k/v3", "", "POST http://k/v3/auth/tokens"),
    ])
    func `the version 3 is looked for`(url: String, link: String, post: String) throws {
        let keystone = Keystone { request in
            guard !request.url.hasSuffix("/auth/tokens") else {
                return Self.response(endpoints: [Self.endpoint("http://k/v3")])
            }
            return link.isEmpty ? HTTPResponse(status: 404) : Self.document(link)
        }
        var settings = settings
        settings.authentication?.discoversVersion = true
        settings.authentication?.url = url
        _ = try keystone.client(settings).validate("a", allowsExpired: false)
        #expect(keystone.lines[1] == post)
    }

    @Test(arguments: ["http://k/identity", "http://k/identity/v2.0"])
    func `an endpoint without the version is asked for it`(url: String) throws {
        let keystone = Keystone { request in
            request.url.hasSuffix("/auth/tokens")
                ? Self.response(endpoints: [Self.endpoint(url)])
                : Self.document("http://k/identity/v3/")
        }
        _ = try keystone.client(settings).validate("a", allowsExpired: false)
        #expect(
            keystone.lines == [
                "POST http://k/v3/auth/tokens", "GET http://k/identity",
                "GET http://k/identity/v3/auth/tokens",
            ])
    }

    @Test func `the own token is renewed two minutes before its end`() throws {
        let keystone = Keystone { request in
            Self.response(
                endpoints: [Self.endpoint("http://k/v3")], expires: "1970-01-12T13:56:40Z")
        }
        let client = keystone.client(settings)
        _ = try client.validate("a", allowsExpired: false)
        keystone.state.withLock { $0.now = WallTime(seconds: 1_000_480) }
        _ = try client.validate("b", allowsExpired: false)
        #expect(keystone.lines.filter { $0.hasPrefix("POST") }.count == 1)
        keystone.state.withLock { $0.now = WallTime(seconds: 1_000_481) }
        _ = try client.validate("c", allowsExpired: false)
        #expect(keystone.lines.filter { $0.hasPrefix("POST") }.count == 2)
    }

    @Test func `a failed connection is tried again after growing pauses`() throws {
        let keystone = Keystone { request throws(HTTPError) in
            guard request.method == "POST" else { throw HTTPError(.connection, "refused") }
            return Self.response(endpoints: [Self.endpoint("http://k/v3")])
        }
        let client = keystone.client(settings)
        #expect(throws: KeystoneError.unreachable("refused")) {
            try client.validate("a", allowsExpired: false)
        }
        #expect(
            keystone.state.withLock { $0.pauses }
                == [.milliseconds(500), .seconds(1), .seconds(2)])
        #expect(keystone.lines.count == 5)
        // While Keystone is known to be away, nobody waits.
        #expect(throws: KeystoneError.self) { try client.validate("b", allowsExpired: false) }
        #expect(keystone.lines.count == 6)
    }

    @Test(arguments: [HTTPError.Kind.certificate, .tooLarge, .other])
    func `what another try cannot mend is not tried again`(kind: HTTPError.Kind) {
        let keystone = Keystone { request throws(HTTPError) in
            guard request.method == "POST" else { throw HTTPError(kind, "no") }
            return Self.response(endpoints: [Self.endpoint("http://k/v3")])
        }
        #expect(throws: KeystoneError.unreachable("no")) {
            try keystone.client(settings).validate("a", allowsExpired: false)
        }
        #expect(keystone.state.withLock { $0.pauses }.isEmpty)
    }

    @Test func `without options there is no verdict`() {
        let keystone = Keystone { _ in Self.response() }
        #expect(throws: KeystoneError.self) {
            try keystone.client(KeystoneSettings()).validate("a", allowsExpired: false)
        }
        #expect(keystone.lines.isEmpty)
    }
}

@Suite struct KeystoneAuthenticationTests {
    private func body(
        _ method: KeystoneAuthentication.Method, _ scope: KeystoneAuthentication.Scope = .none
    ) -> String {
        let authentication = KeystoneAuthentication(url: "", method: method, scope: scope)
        return String(decoding: authentication.body, as: UTF8.self)
    }

    @Test func `a password is sent with the user and the project`() {
        #expect(
            body(
                .password(.name("u", domain: .name("D")), password: "p\""),
                .project(.name("s", domain: .id("default"))))
                == #"{"auth": {"identity": {"methods": ["password"], "password": {"user": "#
                + #"{"name": "u", "domain": {"name": "D"}, "password": "p\""}}}, "scope": "#
                + #"{"project": {"name": "s", "domain": {"id": "default"}}}}}"#)
    }

    @Test func `an application credential is sent by id or by name`() {
        #expect(
            body(.applicationCredential(id: "i", secret: "s"))
                == #"{"auth": {"identity": {"methods": ["application_credential"], "#
                + #""application_credential": {"secret": "s", "id": "i"}}}}"#)
        #expect(
            body(.namedApplicationCredential(name: "n", .id("u"), secret: "s"))
                == #"{"auth": {"identity": {"methods": ["application_credential"], "#
                + #""application_credential": {"secret": "s", "name": "n", "user": {"id": "u"}}}}}"#
        )
    }

    @Test(arguments: [
        (KeystoneAuthentication.Scope.project(.id("p")), #"{"project": {"id": "p"}}"#),
        (.domain(.id("d")), #"{"domain": {"id": "d"}}"#),
        (.domain(.name("D")), #"{"domain": {"name": "D"}}"#),
        (.trust(id: "t"), #"{"OS-TRUST:trust": {"id": "t"}}"#),
        (.system, #"{"system": {"all": true}}"#),
    ])
    func `a token is sent for each scope`(scope: KeystoneAuthentication.Scope, json: String) {
        #expect(
            body(.token("t"), scope)
                == #"{"auth": {"identity": {"methods": ["token"], "token": {"id": "t"}}, "scope": "#
                + json + "}}")
    }
}
