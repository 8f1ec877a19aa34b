// SPDX-License-Identifier: Apache-2.0

import SQL
import Synchronization
import Testing

@testable import PlacementAPI

@Suite struct WriteSizeTests {
    @Test func `a request with a large body gets a commit of its own`() throws {
        let sizes = Recorder()
        let database = RecordingDatabase(database: try Client().database, recorder: sizes)
        let client = try Client(over: database)
        let body = #"{"name": "n", "uuid": "\#(ClaimScene.nobody)"}"#
        #expect(try client.send("POST", "/resource_providers", body).status == 200)
        let path = "/resource_providers/\(ClaimScene.nobody)"
        let blanks = String(repeating: " ", count: 64 << 10)
        #expect(try client.send("PUT", path, #"{"name": "m"}"# + blanks).status == 200)
        #expect(try client.send("DELETE", path).status == 204)
        #expect(sizes.all.withLock { $0 } == [.ordinary, .large, .ordinary])
    }

    private final class Recorder: Sendable {
        let all = Mutex<[WriteSize]>([])
    }

    /// A database that notes what is said about writes.
    private struct RecordingDatabase: SQL.Database {
        let database: any SQL.Database
        let recorder: Recorder

        func read<Result>(_ work: (any Connection) throws -> Result) throws -> Result {
            try database.read(work)
        }

        func write<Result: Sendable>(
            _ size: WriteSize, _ work: @escaping @Sendable (any Connection) throws -> Result
        ) throws -> Result {
            recorder.all.withLock { $0.append(size) }
            return try database.write(size, work)
        }
    }
}
