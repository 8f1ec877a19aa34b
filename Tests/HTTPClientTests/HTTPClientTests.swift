// SPDX-License-Identifier: Apache-2.0

import HTTPClient
import Synchronization
import Testing

@Suite struct HTTPClientTests {
    private func kind(
        of request: HTTPRequest, _ client: HTTPClient = HTTPClient()
    ) -> HTTPError.Kind? {
        do throws(HTTPError) {
            _ = try client.send(request)
            return nil
        } catch {
            return error.kind
        }
    }

    @Test func `a request goes out and an answer comes back`() throws {
        let server = try LoopbackServer { _ in
            .keep(http("201 Created", "X-Subject-Token:  gAAA \r\n", "{\"a\": 1}"))
        }
        defer { server.stop() }
        let answer = try HTTPClient().send(
            HTTPRequest(
                "POST", server.url("/v3/auth/tokens?nocatalog"),
                headers: [("Accept", "application/json"), ("X-Empty", "")],
                body: Array("{}".utf8)))
        #expect(answer.status == 201)
        #expect(answer["x-subject-token"] == "gAAA")
        #expect(answer.body == Array("{\"a\": 1}".utf8))
        let request = try #require(server.received.first)
        #expect(request.head.hasPrefix("POST /v3/auth/tokens?nocatalog HTTP/1.1"))
        #expect(request.header("accept") == "application/json")
        #expect(request.header("x-empty") == "")
        #expect(request.header("expect") == nil)
        #expect(request.body == "{}")
    }

    @Test(arguments: ["DELETE", "PUT", "HEAD"])
    func `a request without a body has none`(method: String) throws {
        let server = try LoopbackServer { _ in .keep(http()) }
        defer { server.stop() }
        #expect(try HTTPClient().send(HTTPRequest(method, server.url("/"))).status == 200)
        #expect(server.received.first?.head.hasPrefix("\(method) / ") == true)
    }

    @Test func `a connection is kept for the next request`() throws {
        let server = try LoopbackServer { _ in .keep(http()) }
        defer { server.stop() }
        let client = HTTPClient()
        for _ in 1...5 { _ = try client.send(HTTPRequest("GET", server.url("/"))) }
        #expect(server.received.count == 5)
        #expect(server.connections == 1)
    }

    @Test func `nothing of a request is left for the next one`() throws {
        let server = try LoopbackServer { _ in .keep(http()) }
        defer { server.stop() }
        let client = HTTPClient()
        _ = try client.send(
            HTTPRequest(
                "POST", server.url("/"), headers: [("X-Auth-Token", "secret")], body: [0x61]))
        _ = try client.send(HTTPRequest("GET", server.url("/")))
        let second = try #require(server.received.last)
        #expect(second.head.hasPrefix("GET / "))
        #expect(second.header("x-auth-token") == nil)
        #expect(second.body.isEmpty)
    }

    @Test func `a kept connection that the server closed is replaced`() throws {
        let server = try LoopbackServer { _ in .close(http()) }
        defer { server.stop() }
        let client = HTTPClient()
        for _ in 1...3 {
            #expect(try client.send(HTTPRequest("GET", server.url("/"))).status == 200)
        }
        #expect(server.received.count == 3)
    }

    @Test func `a redirect is followed with its headers and its method`() throws {
        let server = try LoopbackServer { request in
            request.path == "/old"
                ? .keep(http("302 Found", "Location: /new\r\nX-Old: 1\r\n", "moved"))
                : .keep(http("200 OK", "", "here"))
        }
        defer { server.stop() }
        let answer = try HTTPClient().send(
            HTTPRequest(
                "POST", server.url("/old"), headers: [("X-Auth-Token", "t")], body: [0x61]))
        #expect(answer.body == Array("here".utf8))
        #expect(answer["x-old"] == nil)
        let second = try #require(server.received.last)
        #expect(second.head.hasPrefix("POST /new"))
        #expect(second.header("x-auth-token") == "t")
        #expect(second.body == "a")
    }

    @Test func `redirects have a limit and lead to HTTP only`() throws {
        let server = try LoopbackServer { request in
            .keep(
                http(
                    "302 Found",
                    "Location: \(request.path == "/file" ? "file:///etc/hosts" : "/")\r\n"))
        }
        defer { server.stop() }
        #expect(kind(of: HTTPRequest("GET", server.url("/"))) == .other)
        #expect(kind(of: HTTPRequest("GET", server.url("/file"))) == .invalidRequest)
    }

    @Test func `a server that says nothing is given up`() throws {
        let server = try LoopbackServer { _ in .silence }
        defer { server.stop() }
        var settings = HTTPClient.Settings()
        settings.timeout = .milliseconds(50)
        let client = HTTPClient(settings)
        #expect(kind(of: HTTPRequest("GET", server.url("/")), client) == .timeout)
    }

    @Test func `an answer that is too large is given up`() throws {
        let server = try LoopbackServer { request in
            .keep(http("200 OK", "", String(repeating: "x", count: request.path == "/" ? 11 : 10)))
        }
        defer { server.stop() }
        var settings = HTTPClient.Settings()
        settings.responseLimitBytes = 10
        let client = HTTPClient(settings)
        #expect(kind(of: HTTPRequest("GET", server.url("/")), client) == .tooLarge)
        #expect(kind(of: HTTPRequest("GET", server.url("/ten")), client) == nil)
    }

    @Test func `a server that is not there is a failed connection`() throws {
        let server = try LoopbackServer { _ in .silence }
        server.stop()
        #expect(kind(of: HTTPRequest("GET", server.url("/"))) == .connection)
    }

    @Test func `an answer that breaks off is a failed connection`() throws {
        let server = try LoopbackServer { request in
            request.path == "/"
                ? .close("") : .close("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx")
        }
        defer { server.stop() }
        #expect(kind(of: HTTPRequest("GET", server.url("/"))) == .connection)
        #expect(kind(of: HTTPRequest("GET", server.url("/half"))) == .connection)
    }

    @Test(arguments: ["a\r\nX-Roles: admin", "a\nb", "a\u{0}b", "\u{7F}"])
    func `a header value cannot smuggle in another line`(value: String) {
        let request = HTTPRequest("GET", "http://127.0.0.1:1/", headers: [("X-Auth-Token", value)])
        #expect(kind(of: request) == .invalidRequest)
    }

    @Test(arguments: ["ftp://127.0.0.1/", "file:///etc/hosts"])
    func `only HTTP is spoken`(url: String) {
        #expect(kind(of: HTTPRequest("GET", url)) == .invalidRequest)
    }
}
