// SPDX-License-Identifier: Apache-2.0

import Gateway
import Testing

@testable import FastCGI

@Suite struct ResponseHeadTests {
    private func head(_ name: String, _ value: String) -> [UInt8] {
        var response = Response(.noContent)
        response.headers.add(name, value)
        return response.head
    }

    @Test func `the head has the status with its phrase and the headers in order`() {
        var response = Response(.noContent)
        response.headers.add("B", "1")
        response.headers.add("A", "2")
        response.headers.add("B", "3")
        let expected = "Status: 204 No Content\r\nB: 1\r\nA: 2\r\nB: 3\r\n\r\n"
        #expect(response.head == Array(expected.utf8))
    }

    @Test func `the length of a body is told once`() {
        var response = Response(.ok, body: [1, 2, 3])
        let expected = Array("Status: 200 OK\r\nContent-Length: 3\r\n\r\n".utf8)
        #expect(response.head == expected)
        response.headers.add("content-length", "3")
        #expect(response.head.count == expected.count)
    }

    @Test func `a value cannot begin another header`() {
        let expected = "Status: 204 No Content\r\nLocation: /x  Set-Cookie: a\r\n\r\n"
        #expect(head("Location", "/x\r\nSet-Cookie: a") == Array(expected.utf8))
    }

    @Test func `characters of Latin-1 are one byte`() {
        #expect(head("X", "\u{C3}\u{A9}").suffix(6) == [0xC3, 0xA9, 13, 10, 13, 10])
        #expect(head("X", "\u{20AC}").suffix(5) == [0x3F, 13, 10, 13, 10])
    }
}
