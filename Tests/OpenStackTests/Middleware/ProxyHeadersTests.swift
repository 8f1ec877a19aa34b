// SPDX-License-Identifier: Apache-2.0

import Gateway
import Testing

@testable import OpenStack

@Suite struct ProxyHeadersTests {
    @Test(arguments: try MiddlewareFixture.load().proxy)
    func `a request has the address that oslo middleware gives it`(
        _ example: MiddlewareFixture.ProxyCase
    ) throws {
        var request = makeRequest("GET", headers: example.headers)
        request.environ["SCRIPT_NAME"] = "/placement"
        request.environ["HTTP_HOST"] = "localhost:80"
        request.environ["REQUEST_SCHEME"] = "http"
        var seen: Environ?
        _ = try ProxyHeaders(isEnabled: example.enabled).handle(request) { request in
            seen = request.environ
            return Response(.ok)
        }
        for (name, value) in example.seen { #expect(seen?[name] == value, "\(name)") }
    }
}
