// SPDX-License-Identifier: Apache-2.0

import Glibc
import POSIX
import Testing

@testable import FastCGI

@Suite struct ConnectionTableTests {
    private let directory: TemporaryDirectory
    private let listener: Listener

    init() throws {
        directory = try TemporaryDirectory()
        listener = try Listener.open(.unix(path: directory.path + "/socket"))
    }

    private func makeSocket() -> Socket {
        Socket(owning: dup(listener.socket.descriptor))
    }

    @Test func `a connection belongs to one worker at a time`() throws {
        let table = ConnectionTable(limits: Limits(), firstIdentifier: 7)
        let connection = table.add(makeSocket()).added
        #expect(connection.identifier == 7)
        #expect(table.take(7) == nil)
        table.park(connection)
        #expect(table.take(7) != nil)
        #expect(table.take(7) == nil)
        #expect(!table.isEmpty)
        table.remove(connection)
        #expect(table.isEmpty)
    }

    @Test func `the longest idle connection makes room`() throws {
        var limits = Limits()
        limits.maximumConnections = 3
        let table = ConnectionTable(limits: limits, firstIdentifier: 1)
        var first = table.add(makeSocket()).added
        let second = table.add(makeSocket()).added
        var half = table.add(makeSocket()).added
        first.lastActive = .now + .seconds(1)
        half.lastActive = second.lastActive + .seconds(-100)
        _ = try half.reader.read(Wire.begin(keeps: true)[...])
        table.park(first)
        table.park(second)
        table.park(half)
        #expect(table.add(makeSocket()).evicted?.identifier == second.identifier)
        #expect(table.add(makeSocket()).evicted?.identifier == first.identifier)
        #expect(table.add(makeSocket()).evicted?.identifier == half.identifier)
        #expect(table.add(makeSocket()).evicted == nil, "those at work are never closed")
    }

    @Test func `of large requests that wait in too great a number the largest is refused`() throws {
        var limits = Limits()
        limits.maximumWaitingBytes = 1_000_000
        let table = ConnectionTable(limits: limits, firstIdentifier: 1)
        func park(_ count: Int) throws {
            var connection = table.add(makeSocket()).added
            let body = [UInt8](repeating: 1, count: count)
            _ = try connection.reader.read(Wire.request("/", body: body).dropLast(8))
            table.park(connection)
        }
        func refusal(of identifier: UInt64) throws -> Refusal? {
            var connection = try #require(table.take(identifier))
            defer { table.remove(connection) }
            _ = try connection.reader.read(Wire.record(5)[...])
            return connection.reader.takeRequest().refusal
        }
        try park(700_000)
        try park(200_000)
        // Small ones count nothing, however many they are.
        for _ in 3...40 { try park(30_000) }
        try park(250_000)
        #expect(try refusal(of: 1) == .overloaded)
        for identifier in UInt64(2)...41 { #expect(try refusal(of: identifier) == nil) }
        try park(900_000)
        #expect(try refusal(of: 42) == nil, "the others are gone")
        try park(100_000)
        try park(2_000_000)
        #expect(try refusal(of: 43) == nil)
        #expect(try refusal(of: 44) == .overloaded, "one that is too large alone")
    }

    @Test func `silence has limits of its own before, between and within requests`() throws {
        var limits = Limits()
        limits.receiveLimit = .seconds(10)
        limits.idleLimit = .seconds(20)
        limits.requestLimit = .seconds(30)
        var connection = Connection(identifier: 1, socket: makeSocket(), limits: limits)
        let start = connection.lastActive
        #expect(!connection.isExpired(at: start + .seconds(9), limits: limits))
        #expect(connection.isExpired(at: start + .seconds(11), limits: limits))
        connection.hasAnswered = true
        #expect(!connection.isExpired(at: start + .seconds(19), limits: limits))
        #expect(connection.isExpired(at: start + .seconds(21), limits: limits))
        _ = try connection.reader.read(Wire.begin(keeps: true)[...])
        #expect(connection.isExpired(at: start + .seconds(11), limits: limits))
        connection.requestBegan = start
        connection.lastActive = start + .seconds(29)
        #expect(!connection.isExpired(at: start + .seconds(30), limits: limits))
        #expect(connection.isExpired(at: start + .seconds(31), limits: limits))
    }
}
