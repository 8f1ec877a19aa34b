// SPDX-License-Identifier: Apache-2.0

import FastCGI
import Testing

@Suite struct ListenAddressTests {
    @Test(arguments: [
        ("unix:/run/p.sock", ListenAddress.unix(path: "/run/p.sock")),
        ("unix:p.sock", .unix(path: "p.sock")),
        ("127.0.0.1:9000", .internet(host: "127.0.0.1", port: 9000)),
        (":9000", .internet(host: "127.0.0.1", port: 9000)),
        ("localhost:1", .internet(host: "localhost", port: 1)),
        ("[::1]:9000", .internet(host: "::1", port: 9000)),
        ("fd:3", .descriptor(3)),
    ])
    func `an address is read`(text: String, expected: ListenAddress) {
        #expect(ListenAddress(text) == expected)
    }

    @Test(arguments: [
        "", "unix:", "fd:", "fd:-1", "fd:x", "9000", "host", "host:", "host:65536", "host:-1",
        "::1:9000", "[host]:1", "/run/p.sock",
    ])
    func `what is no address is refused`(text: String) {
        #expect(ListenAddress(text) == nil)
    }

    @Test(arguments: ["unix:/a", "[::1]:9000", "127.0.0.1:80", "fd:0"])
    func `an address is written as it is read`(text: String) {
        #expect(ListenAddress(text)?.description == text)
    }
}
