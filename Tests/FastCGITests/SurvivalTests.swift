// SPDX-License-Identifier: Apache-2.0

import FastCGI
import Gateway
import POSIX
import Testing

/// What a responder must live through: peers that are silent, slow, wrong or gone.
@Suite struct SurvivalTests {
    @Test func `silent connections and half requests hold no worker`() throws {
        let responder = try RunningResponder()
        let silent = try (0..<20).map { _ in try responder.connect() }
        let half = try (1..<20).map { number in
            let server = try responder.connect()
            try server.send(Array(Wire.request("/", body: [1, 2, 3]).prefix(number * 5)))
            return server
        }
        let answer = try responder.connect().ask(Wire.request("/hello"))
        #expect(answer.text == "GET /hello ")
        #expect(silent.count + half.count == 39)
    }

    @Test func `a half request is answered when its rest comes`() throws {
        let responder = try RunningResponder()
        let server = try responder.connect()
        let bytes = Wire.request("/late", body: [65])
        try server.send(Array(bytes[..<30]))
        _ = try responder.connect().ask(Wire.request("/"))
        try server.send(Array(bytes[30...]))
        #expect(try server.answers(1).first?.text == "GET /late A")
    }

    @Test func `garbage ends its connection and nothing else`() throws {
        let responder = try RunningResponder()
        for seed in 0..<50 {
            let server = try responder.connect()
            var generator = Noise(state: UInt64(seed))
            do {
                try server.send(
                    (0..<2_000).map { _ in UInt8(truncatingIfNeeded: generator.next()) })
            } catch let error as Errno where error == .brokenPipe {
                // Closed at the first bytes already.
            }
            try server.waitForEnd()
        }
        #expect(try responder.connect().ask(Wire.request("/hello")).text == "GET /hello ")
        let reports = responder.reports.wait(atMost: .seconds(60)) { $0.isEmpty ? nil : $0 }
        #expect(reports?.first?.contains("a record is not of FastCGI version 1") == true)
    }

    @Test func `requests with wrong bytes in them never reach libfcgi`() throws {
        let responder = try RunningResponder()
        let sound = Wire.request("/", body: [1, 2, 3], keeps: true)
        for position in sound.indices {
            var bytes = sound
            bytes[position] ^= 0xFF
            let server = try responder.connect()
            try server.send(bytes)
            server.socket.shutDown(.sending)
            try server.waitForEnd()
        }
        #expect(try responder.connect().ask(Wire.request("/hello")).text == "GET /hello ")
    }

    @Test func `the record that breaks libfcgi is refused`() throws {
        let responder = try RunningResponder()
        let server = try responder.connect()
        let names = (0..<40).flatMap { _ in Wire.pair("FCGI_MAX_CONNS", "") }
        try server.send(Wire.record(9, names, id: 0) + Wire.begin(keeps: true))
        try server.waitForEnd()
        #expect(try responder.connect().ask(Wire.request("/hello")).text == "GET /hello ")
    }

    @Test func `a peer that goes away in the middle of an answer does no harm`() throws {
        let large = [UInt8](repeating: 120, count: 5_000_000)
        let responder = try RunningResponder { request in
            request.path == "/large" ? Response(.ok, body: large) : RunningResponder.echo(request)
        }
        for _ in 0..<8 {
            let server = try responder.connect()
            try server.send(Wire.request("/large", keeps: true))
            _ = try server.receive()
        }
        #expect(try responder.connect().ask(Wire.request("/hello")).text == "GET /hello ")
    }

    @Test func `a peer that takes nothing loses its answer after the limit`() throws {
        var limits = Limits()
        limits.threads = 1
        limits.sendLimit = .milliseconds(50)
        let large = [UInt8](repeating: 120, count: 5_000_000)
        let responder = try RunningResponder(limits: limits) { request in
            request.path == "/large" ? Response(.ok, body: large) : RunningResponder.echo(request)
        }
        let stuck = try responder.connect()
        try stuck.send(Wire.request("/large"))
        #expect(try responder.connect().ask(Wire.request("/hello")).text == "GET /hello ")
        #expect(try stuck.answers(1).isEmpty)
    }

    @Test func `a peer that takes an answer too slowly is cut off`() throws {
        var limits = Limits()
        limits.threads = 1
        limits.answerLimit = .zero
        let large = [UInt8](repeating: 120, count: 50_000_000)
        let responder = try RunningResponder(limits: limits) { request in
            request.path == "/large" ? Response(.ok, body: large) : RunningResponder.echo(request)
        }
        let slow = try responder.connect()
        try slow.send(Wire.request("/large"))
        #expect(try responder.connect().ask(Wire.request("/hello")).text == "GET /hello ")
        #expect(try slow.answers(1).isEmpty)
    }

    @Test func `one connection too many closes an idle one`() throws {
        var limits = Limits()
        limits.maximumConnections = 3
        let responder = try RunningResponder(limits: limits)
        let poller = try Poller()
        let servers = try (0..<3).map { number in
            let server = try responder.connect()
            let answer = try server.ask(Wire.request("/\(number)", keeps: true))
            #expect(answer.text == "GET /\(number) ")
            try poller.add(server.socket.descriptor, identifier: UInt64(number), report: .once)
            return server
        }
        let another = try responder.connect()
        #expect(try another.ask(Wire.request("/3", keeps: true)).text == "GET /3 ")
        let closed = try #require(poller.wait(atMost: .seconds(60)))
        #expect(try servers[Int(closed)].receive() == nil)
        let open = servers[Int(closed + 1) % 3]
        #expect(try open.ask(Wire.request("/4", keeps: true)).text == "GET /4 ")
    }

    @Test func `silent and idle connections are closed after their limits`() throws {
        var limits = Limits()
        limits.receiveLimit = .zero
        limits.idleLimit = .zero
        let responder = try RunningResponder(limits: limits)
        try responder.connect().waitForEnd()
        let kept = try responder.connect()
        #expect(try kept.ask(Wire.request("/a", keeps: true)).text == "GET /a ")
        try kept.waitForEnd()
    }
}

/// The same noise for the same state (SplitMix64).
private struct Noise: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
