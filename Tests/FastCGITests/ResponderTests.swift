// SPDX-License-Identifier: Apache-2.0

import FastCGI
import Gateway
import POSIX
import Testing

@Suite struct ResponderTests {
    @Test func `a request is answered and the connection closed`() throws {
        let responder = try RunningResponder()
        let server = try responder.connect()
        let answer = try server.ask(Wire.request("/hello", method: "PUT", body: [65, 66]))
        #expect(answer.status == "Status: 200 OK")
        #expect(answer.text == "PUT /hello AB")
        #expect(try server.receive() == nil)
    }

    @Test func `a kept connection answers one request after the other`() throws {
        let responder = try RunningResponder()
        let server = try responder.connect()
        for number in 1...50 {
            let answer = try server.ask(Wire.request("/\(number)", keeps: true))
            #expect(answer.text == "GET /\(number) ")
        }
    }

    @Test func `requests sent without waiting are answered in order`() throws {
        let responder = try RunningResponder()
        let server = try responder.connect()
        try server.send((1...20).flatMap { Wire.request("/\($0)", keeps: true) })
        #expect(try server.answers(20).map(\.text) == (1...20).map { "GET /\($0) " })
    }

    @Test func `large bodies go both ways`() throws {
        let responder = try RunningResponder { Response(.ok, body: $0.body) }
        let server = try responder.connect()
        let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        // The answer cannot block: it begins when the request has arrived as a whole.
        #expect(try server.ask(Wire.request("/", body: body, keeps: true)).body == body)
    }

    @Test func `variables are Latin-1, and the last of a name stays`() throws {
        let responder = try RunningResponder { request in
            let environ = request.environ
            let text = ["HTTP_A", "HTTP_B", "FCGI_ROLE"].map { environ[$0] ?? "-" }
            return Response(
                .ok, body: text.joined(separator: ",").unicodeScalars.map { UInt8($0.value) })
        }
        let extra =
            Wire.pair(Array("HTTP_A".utf8), [0xC3, 0xA9, 0xFF]) + Wire.pair("HTTP_B", "1")
            + Wire.pair("HTTP_B", "2")
        let answer = try responder.connect().ask(Wire.request("/", extra: extra))
        #expect(answer.body == [0xC3, 0xA9, 0xFF] + Array(",2,-".utf8))
    }

    @Test(arguments: [
        ("4", "200 OK", "abcd"), ("2", "200 OK", "ab"), ("", "200 OK", "abcd"),
        ("-1", "200 OK", "abcd"), ("x", "200 OK", "abcd"),
        ("5", "400 Bad Request", "The request's body ended before its Content-Length.\n"),
        (
            "99999999999999999999999999", "413 Request Entity Too Large",
            "The request's body is too large.\n"
        ),
    ])
    func `the body is held against CONTENT_LENGTH`(
        length: String, status: String, body: String
    ) throws {
        let responder = try RunningResponder { Response(.ok, body: $0.body) }
        let request = Wire.request("/", body: Array("abcd".utf8), contentLength: length)
        let answer = try responder.connect().ask(request)
        #expect(answer.status == "Status: " + status)
        #expect(answer.text == body)
    }

    @Test func `a body over the limit is answered with 413 and the connection stays`() throws {
        var limits = Limits()
        limits.maximumBodyBytes = 100_000
        let responder = try RunningResponder(limits: limits)
        let server = try responder.connect()
        let large = Wire.request("/", body: [UInt8](repeating: 1, count: 100_001), keeps: true)
        #expect(try server.ask(large).status == "Status: 413 Request Entity Too Large")
        #expect(try server.ask(Wire.request("/next", keeps: true)).text == "GET /next ")
    }

    @Test func `variables over the limit are answered with 431`() throws {
        let responder = try RunningResponder()
        let extra = (0..<5).flatMap {
            Wire.pair("HTTP_\($0)", String(repeating: "x", count: 30_000))
        }
        let bytes =
            Wire.begin(keeps: false) + Wire.record(4, Array(extra[..<65_535]))
            + Wire.record(4, Array(extra[65_535..<131_070]))
            + Wire.record(4, Array(extra[131_070...])) + Wire.record(4) + Wire.record(5)
        let answer = try responder.connect().ask(bytes)
        #expect(answer.status == "Status: 431 Request Header Fields Too Large")
    }

    @Test func `variables of nearly the limit arrive`() throws {
        let responder = try RunningResponder {
            Response(.ok, body: Array(($0.environ["B"] ?? "").utf8))
        }
        let value = String(repeating: "x", count: 65_000)
        let pairs = Wire.pair("A", value) + Wire.pair("B", value)
        let bytes =
            Wire.begin(keeps: false) + Wire.record(4, Array(pairs[..<65_535]))
            + Wire.record(4, Array(pairs[65_535...])) + Wire.record(4) + Wire.record(5)
        #expect(try responder.connect().ask(bytes).text == value)
    }
}
