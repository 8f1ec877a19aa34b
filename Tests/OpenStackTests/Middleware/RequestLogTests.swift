// SPDX-License-Identifier: Apache-2.0

import Foundation
import Gateway
import Testing

@testable import OpenStack

/// A line with nothing in it that differs from run to run.
private func masked(_ line: String) -> String {
    line.replacing(#/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/#, with: "TIME")
        .replacing(#/^TIME\.\d{3} \d+ /#, with: "TIME.MSEC PID ")
        .replacing(#/req-(?!9c1a)[0-9a-f-]{36}/#, with: "REQ")
        .replacing(#/ \S+ \S+:\d+$/#, with: " FUNCTION PLACE")
}

@Suite struct RequestLogTests {
    @Test(arguments: try MiddlewareFixture.load().lines)
    func `a request leaves the lines that it leaves in the reference's log`(
        _ example: MiddlewareFixture.LineCase
    ) throws {
        let (log, lines) = try makeLog("[DEFAULT]\ndebug = true\n")
        let pipeline = Pipeline([RequestLog(log: log), NoAuth2()]) { _ in
            var response = Response(
                Status(rawValue: example.status), body: Array(example.body.utf8))
            response.apiVersion = example.version
            return response
        }
        _ = try pipeline.answer(
            makeRequest(
                example.method, example.path, query: example.query, headers: example.headers))
        let actual = lines.all.map(masked)
        // Before a token is looked at, the reference believes the client's headers; we do not.
        let isSpoofed = example.headers["X-Domain-Id"] != nil
        #expect(actual.dropFirst(isSpoofed ? 1 : 0) == example.lines.dropFirst(isSpoofed ? 1 : 0))
        #expect(actual.count == 2)
    }

    @Test func `an answer names the identifier of its request`() throws {
        var id: String?
        let response = try RequestLog(log: makeLog().log).handle(makeRequest()) { request in
            id = request.id
            return Response(.ok)
        }
        #expect(response.headers["x-openstack-request-id"] == id)
        #expect(RequestLog.isRequestID(id ?? ""))
    }

    @Test func `two requests have two identifiers of the right form`() throws {
        let first = RequestLog.makeID()
        #expect(first != RequestLog.makeID())
        #expect(
            first.wholeMatch(
                of: #/req-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/#)
                != nil)
    }

    @Test(arguments: [
        "", "req-", "9c1a2f63-7d7e-4d2a-8b6c-3f2d0d6a9c11",
        "req-9C1A2F63-7d7e-4d2a-8b6c-3f2d0d6a9c11", "req-9c1a2f63-7d7e-4d2a-8b6c-3f2d0d6a9c111",
        "req-9c1a2f63 7d7e-4d2a-8b6c-3f2d0d6a9c11", "req-9c1a2f63-7d7e-4d2a-8b6c-3f2d0d6a9c1\u{e9}",
    ])
    func `an identifier of another form is not taken over`(text: String) throws {
        _ = try RequestLog(log: makeLog().log).handle(
            makeRequest("GET", headers: ["X-Openstack-Request-Id": text])
        ) { request in
            #expect(request.globalID == nil)
            return Response(.ok)
        }
    }

    @Test(arguments: [
        (nil, "application/json"), ("", "application/json"), ("*/*", "application/json"),
        ("text/html", "text/html"), ("*/*;q=0.8", "*/*;q=0.8"),
    ])
    func `a client without a wish asks for JSON`(sent: String?, seen: String) throws {
        let headers = sent.map { ["Accept": $0] } ?? [:]
        _ = try RequestLog(log: makeLog().log).handle(makeRequest("GET", headers: headers)) {
            request in
            #expect(request.accept == seen)
            return Response(.ok)
        }
    }

    @Test func `a line break in a path stays out of the log`() throws {
        let (log, lines) = try makeLog("[DEFAULT]\nlogging_context_format_string=%(message)s\n")
        _ = try RequestLog(log: log).handle(
            makeRequest("GET", "/a\n2026 INFO forged\u{85}\u{7f}", query: "b")
        ) { _ in Response(.ok) }
        #expect(
            lines.all == [
                "127.0.0.1 \"GET /a%0A2026 INFO forged%85%7F?b\" status: 200 len: 0 microversion: -"
            ])
    }

    @Test func `a line break in a forwarded address stays out of the log`() throws {
        let (log, lines) = try makeLog("[DEFAULT]\nlogging_context_format_string=%(message)s\n")
        let pipeline = Pipeline([ProxyHeaders(isEnabled: true), RequestLog(log: log)]) { _ in
            Response(.ok)
        }
        _ = try pipeline.answer(makeRequest("GET", headers: ["X-Forwarded-For": "a\nb\u{85}"]))
        #expect(
            lines.all == [
                #"a\nb\u{0085} "GET /x" status: 200 len: 0 microversion: -"#
            ])
    }

    @Test func `no token reaches the log`() throws {
        let (log, lines) = try makeLog("[DEFAULT]\ndebug = true\nuse_json = true\n")
        let pipeline = Pipeline([RequestLog(log: log), NoAuth2()]) { _ in Response(.ok) }
        _ = try pipeline.answer(
            makeRequest("GET", headers: ["X-Auth-Token": "u:p", "X-Service-Token": "gAAAAsecret"]))
        #expect(lines.all.count == 2)
        #expect(!lines.all.joined().contains("gAAAAsecret"))
    }

    @Test func `a request that takes too long leaves a warning`() throws {
        let (log, lines) = try makeLog()
        _ = try RequestLog(log: log, slowAfter: .zero).handle(makeRequest()) { _ in Response(.ok) }
        #expect(lines.all.last?.contains("WARNING placement.requestlog") == true)
        #expect(lines.all.last?.contains("Slow request: \"GET /x\" took ") == true)
    }

    @Test func `the warning says where the time went`() throws {
        let (log, lines) = try makeLog()
        let times = PhaseTimes { 0 }
        times.add(.arrival, nanoseconds: 90_000_000_000)
        times.add(.queue, nanoseconds: 1_234_567)
        times.add(.commit, nanoseconds: 60_000_000_000)
        var request = makeRequest()
        request.phases = times
        _ = try RequestLog(log: log, slowAfter: .zero).handle(request) { _ in Response(.ok) }
        let line = try #require(lines.all.last)
        #expect(
            line.contains(
                " ms (arrival 90000.000, queue 1.234, commit 60000.000, rest 0.000)"))
    }
}
