// SPDX-License-Identifier: Apache-2.0

import FastCGI
import Gateway
import POSIX
import Testing

@Suite struct StopTests {
    @Test func `an idle responder stops and removes its socket`() throws {
        let responder = try RunningResponder()
        let path = responder.directory.path + "/socket"
        #expect(try responder.connect().ask(Wire.request("/")).text == "GET / ")
        #expect(File.exists(path))
        responder.responder.stop()
        #expect(responder.waitForEnd() == true)
        #expect(!File.exists(path))
    }

    @Test func `a request in hand is answered`() throws {
        let hasBegun = Condition(false)
        let mayEnd = Condition(false)
        let responder = try RunningResponder { request in
            hasBegun.update { $0 = true }
            _ = mayEnd.wait(atMost: .seconds(60)) { $0 ? true : nil }
            return RunningResponder.echo(request)
        }
        let server = try responder.connect()
        try server.send(Wire.request("/slow", keeps: true))
        _ = hasBegun.wait(atMost: .seconds(60)) { $0 ? true : nil }
        responder.responder.stop()
        mayEnd.update { $0 = true }
        #expect(try server.answers(1).first?.text == "GET /slow ")
        #expect(try server.receive() == nil, "a connection is not kept at the end")
        #expect(responder.waitForEnd() == true)
    }

    @Test func `requests that wait are answered, read or not`() throws {
        var limits = Limits()
        limits.threads = 1
        let hasBegun = Condition(false)
        let mayEnd = Condition(false)
        let responder = try RunningResponder(limits: limits) { request in
            hasBegun.update { $0 = true }
            _ = mayEnd.wait(atMost: .seconds(60)) { $0 ? true : nil }
            return RunningResponder.echo(request)
        }
        let kept = try responder.connect()
        try kept.send(Wire.request("/first", keeps: true))
        _ = hasBegun.wait(atMost: .seconds(60)) { $0 ? true : nil }
        // The only worker is busy: these are connected, and nobody has accepted them.
        let waiting = try (0..<10).map { number in
            let server = try responder.connect()
            try server.send(Wire.request("/\(number)"))
            return server
        }
        responder.responder.stop()
        mayEnd.update { $0 = true }
        #expect(try kept.answers(1).first?.text == "GET /first ")
        for (number, server) in waiting.enumerated() {
            #expect(try server.answers(1).first?.text == "GET /\(number) ")
        }
        #expect(responder.waitForEnd() == true)
    }

    @Test func `a request into a kept connection right after the stop is answered`() throws {
        var limits = Limits()
        limits.lingerLimit = .seconds(60)
        let responder = try RunningResponder(limits: limits)
        let server = try responder.connect()
        #expect(try server.ask(Wire.request("/1", keeps: true)).text == "GET /1 ")
        responder.responder.stop()
        #expect(try server.ask(Wire.request("/2", keeps: true)).text == "GET /2 ")
        #expect(try server.receive() == nil)
        #expect(responder.waitForEnd() == true)
    }

    @Test func `silent connections and half requests do not keep it from stopping`() throws {
        var limits = Limits()
        limits.lingerLimit = .zero
        limits.stalledLimit = .zero
        let responder = try RunningResponder(limits: limits)
        let silent = try responder.connect()
        let half = try responder.connect()
        try half.send(Array(Wire.request("/").prefix(20)))
        #expect(try responder.connect().ask(Wire.request("/")).text == "GET / ")
        responder.responder.stop()
        #expect(responder.waitForEnd() == true)
        try silent.waitForEnd()
        try half.waitForEnd()
    }

    @Test func `an application that hangs is left behind after the limit`() throws {
        var limits = Limits()
        limits.drainLimit = .zero
        let hasBegun = Condition(false)
        let mayEnd = Condition(false)
        let responder = try RunningResponder(limits: limits) { request in
            hasBegun.update { $0 = true }
            _ = mayEnd.wait(atMost: .seconds(60)) { $0 ? true : nil }
            return RunningResponder.echo(request)
        }
        let server = try responder.connect()
        try server.send(Wire.request("/"))
        _ = hasBegun.wait(atMost: .seconds(60)) { $0 ? true : nil }
        responder.responder.stop()
        #expect(responder.waitForEnd() == false)
        mayEnd.update { $0 = true }
    }
}
