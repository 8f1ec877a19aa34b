// SPDX-License-Identifier: Apache-2.0

import Gateway
import Testing

@testable import OpenStack

private let configurations = [
    "one": "[cors]\nallowed_origin = http://a.example\n",
    "two": """
    [cors]
    allowed_origin = http://a.example, https://b.example:8443
    allow_credentials = false
    expose_headers =
    max_age = 0
    """,
    "all": "[cors]\nallowed_origin = *\nallow_methods = GET\nallow_headers = X-A\n",
    "both": "[cors]\nallowed_origin = *,http://a.example\nmax_age = 7\n",
]

/// The layers of all configurations, made once.
private let layers = Result {
    try configurations.mapValues { try CORS(configuration($0), log: makeLog().log) }
}

@Suite struct CORSTests {
    @Test(arguments: try MiddlewareFixture.load().cors)
    func `an answer has the headers that oslo middleware adds`(
        _ example: MiddlewareFixture.CORSCase
    ) throws {
        let layer = try #require(try layers.get()[example.config] ?? nil)
        let response = try layer.handle(makeRequest(example.method, headers: example.headers)) {
            _ in
            var response = Response(Status(rawValue: example.inner.status))
            for header in example.inner.headers { response.headers.add(header[0], header[1]) }
            return response
        }
        #expect(response.status.rawValue == example.answer.status)
        #expect(response.headers.pairs == example.answer.headers)
    }

    @Test func `without an origin that is allowed there is no layer`() throws {
        #expect(try CORS(configuration(""), log: makeLog().log) == nil)
        #expect(try CORS(configuration("[cors]\nallowed_origin =\n"), log: makeLog().log) == nil)
        #expect(try CORS(configuration("[cors.a]\nmax_age = 5\n"), log: makeLog().log) == nil)
    }

    @Test func `an origin's own section decides about it`() throws {
        let text = """
            [cors]
            allowed_origin = http://a
            max_age = 7
            [cors.b]
            allowed_origin = http://b
            allow_methods = PATCH
            [cors.c]
            max_age = 9
            """
        let layer = try #require(CORS(configuration(text), log: makeLog().log))
        func preflight(_ origin: String, _ method: String) throws -> Headers {
            let headers = ["Origin": origin, "Access-Control-Request-Method": method]
            return try layer.handle(makeRequest("OPTIONS", headers: headers)) { _ in
                Response(.methodNotAllowed)
            }.headers
        }
        #expect(try preflight("http://b", "PATCH")["access-control-allow-origin"] == "http://b")
        #expect(try preflight("http://b", "PATCH")["access-control-max-age"] == "7")
        #expect(try preflight("http://b", "GET")["access-control-allow-origin"] == nil)
        #expect(try preflight("http://a", "GET")["access-control-allow-origin"] == "http://a")
    }

    @Test func `an origin that stands twice keeps what it was given first`() throws {
        let (log, lines) = try makeLog()
        let text = "[cors]\nallowed_origin = a,a\n[cors.x]\nallowed_origin = a\nmax_age = 1\n"
        let layer = try #require(CORS(configuration(text), log: log))
        let response = try layer.handle(
            makeRequest(
                "OPTIONS", headers: ["Origin": "a", "Access-Control-Request-Method": "GET"])
        ) { _ in Response(.notFound) }
        #expect(response.headers["access-control-max-age"] == "3600")
        #expect(lines.all.count == 2)
    }
}
