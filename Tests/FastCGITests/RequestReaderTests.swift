// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import FastCGI

@Suite struct RequestReaderTests {
    @Test(arguments: [1, 2, 3, 7, 8, 9, 100, 100_000])
    func `a request is the same however it is cut`(size: Int) throws {
        let body = (0..<40_000).map { UInt8($0 % 251) }
        let bytes = Wire.request("/a", method: "PUT", body: body, keeps: true, id: 258)
        var reader = RequestReader(limits: Limits())
        var rest = bytes[...]
        while !rest.isEmpty {
            #expect(!reader.isComplete)
            let piece = rest.prefix(size)
            #expect(try reader.read(piece) == piece.count)
            rest = rest.dropFirst(piece.count)
        }
        let request = reader.takeRequest()
        #expect(request.id == 258)
        #expect(request.keepsConnection)
        #expect(request.body == body)
        #expect(request.refusal == nil)
        #expect(reader.isIdle)
    }

    @Test func `reading stops where the next request begins`() throws {
        let first = Wire.request("/1", keeps: true)
        var reader = RequestReader(limits: Limits())
        let both = first + Wire.request("/2", keeps: false)
        #expect(try reader.read(both[...]) == first.count)
        #expect(reader.takeRequest().keepsConnection)
        #expect(try reader.read(both[first.count...]) == both.count - first.count)
        #expect(!reader.takeRequest().keepsConnection)
    }

    @Test func `variables in several records are one list`() throws {
        let pairs = Wire.pair("A", String(repeating: "x", count: 300)) + Wire.pair("B", "")
        let bytes =
            Wire.begin(keeps: false) + Wire.record(4, Array(pairs[..<200]), padding: 3)
            + Wire.record(4, Array(pairs[200...])) + Wire.record(4) + Wire.record(5)
        var reader = RequestReader(limits: Limits())
        _ = try reader.read(bytes[...])
        #expect(reader.takeRequest().parameters == pairs)
    }

    private static let begin = Wire.begin(keeps: false)
    private static let whole = begin + Wire.record(4)
    private static let endlessName: [UInt8] = [1, 0xFF, 0xFF, 0xFF, 0xFF, 65]

    private static let violations: [([UInt8], ProtocolViolation)] = [
        (Array("GET / HTTP/1.1\r\n\r\n".utf8), .version),
        ([2, 1, 0, 1, 0, 8, 0, 0], .version),
        (Wire.record(9, Wire.pair("FCGI_MAX_CONNS", ""), id: 0), .kind),
        (Wire.record(1, [0, 1, 0, 0, 0, 0, 0, 0], id: 0), .requestID),
        (Wire.record(1, [0, 1]), .begin),
        (Wire.begin(keeps: false, role: 2), .role),
        (Wire.record(4), .order),
        (begin + Wire.record(5), .order),
        (begin + begin, .order),
        (begin + Wire.begin(keeps: false, id: 2), .requestID),
        (begin + Wire.record(2), .aborted),
        (whole + Wire.record(4), .order),
        (whole + Wire.record(8), .kind),
        (begin + Wire.record(4, endlessName) + Wire.record(4), .parameters),
    ]

    @Test(arguments: violations)
    func `what no web server sends ends the connection`(
        bytes: [UInt8], expected: ProtocolViolation
    ) {
        var reader = RequestReader(limits: Limits())
        #expect(throws: expected) { try reader.read(bytes[...]) }
    }

    @Test func `a body over the limit is dropped and the request refused`() throws {
        var limits = Limits()
        limits.maximumBodyBytes = 1_000
        var reader = RequestReader(limits: limits)
        let bytes = Wire.request("/", body: [UInt8](repeating: 7, count: 1_001), keeps: true)
        #expect(try reader.read(bytes[...]) == bytes.count)
        let request = reader.takeRequest()
        #expect(request.refusal == .bodyTooLarge)
        #expect(request.body.isEmpty)
        #expect(request.keepsConnection)
    }

    @Test func `a body of exactly the limit is taken`() throws {
        var limits = Limits()
        limits.maximumBodyBytes = 1_000
        var reader = RequestReader(limits: limits)
        _ = try reader.read(Wire.request("/", body: [UInt8](repeating: 7, count: 1_000))[...])
        #expect(reader.takeRequest().refusal == nil)
    }

    @Test func `a piece that comes copies at most the piece before it`() throws {
        var body = ArrivingBody()
        for _ in 0..<100 { body.append([UInt8](repeating: 7, count: 32_768)[...]) }
        let before = body.pieces.map { piece in piece.withUnsafeBytes { $0.baseAddress } }
        // As a connection is seen by two while a worker takes it over.
        let other = body
        body.append([8])
        let after = body.pieces.map { piece in piece.withUnsafeBytes { $0.baseAddress } }
        #expect(before.count > 40)
        #expect(before.dropLast().elementsEqual(after.prefix(before.count - 1)))
        #expect(other.count == 100 * 32_768)
        let bytes = body.join()
        #expect(bytes == [UInt8](repeating: 7, count: 100 * 32_768) + [8])
        #expect(body.count == 0 && body.capacityBytes == 0)
    }

    @Test func `a body is counted with all memory that it holds`() throws {
        var body = ArrivingBody()
        for number in 1...200_000 {
            body.append([7])
            if number % 4_000 > 1 { continue }
            #expect(body.capacityBytes == body.pieces.reduce(0) { $0 + $1.capacity })
        }
        #expect(body.pieces.count <= 10)
        #expect(body.join().count == 200_000)
        body.append([UInt8](repeating: 7, count: 500)[...])
        #expect(body.capacityBytes < 1_000, "a small body takes no more than it needs")
    }

    @Test func `with larger bodies more may wait and be dropped`() {
        var limits = Limits()
        limits.allowBodies(upTo: 1 << 30)
        #expect(limits.maximumBodyBytes == 1 << 30)
        #expect(limits.maximumWaitingBytes > 2 << 30)
        #expect(limits.maximumDroppedBytes > 1 << 30)
        limits.allowBodies(upTo: 1_024)
        #expect(limits.maximumWaitingBytes == Limits().maximumWaitingBytes)
        #expect(limits.maximumDroppedBytes == Limits().maximumDroppedBytes)
    }

    @Test func `variables over the limit are dropped and the request refused`() throws {
        var limits = Limits()
        limits.maximumParameterBytes = 100
        var reader = RequestReader(limits: limits)
        let long = Wire.pair("LONG", String(repeating: "x", count: 100))
        _ = try reader.read(Wire.request("/", extra: long)[...])
        let request = reader.takeRequest()
        #expect(request.refusal == .parametersTooLarge)
        #expect(request.parameters.isEmpty)
    }

    @Test func `what is dropped has a limit too`() throws {
        var limits = Limits()
        limits.maximumBodyBytes = 10
        limits.maximumDroppedBytes = 100_000
        var reader = RequestReader(limits: limits)
        let body = [UInt8](repeating: 7, count: 200_000)
        let bytes = Wire.request("/", body: body, keeps: true)
        #expect(try reader.read(bytes[...]) < bytes.count)
        #expect(reader.isComplete)
        #expect(!reader.takeRequest().keepsConnection)
    }
}
