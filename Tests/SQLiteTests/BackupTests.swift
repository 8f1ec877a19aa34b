// SPDX-License-Identifier: Apache-2.0

import Foundation
import SQL
import Testing

@testable import SQLite

@Suite struct BackupTests {
    let folder: TemporaryFolder
    let database: SQLite.Database

    init() throws {
        folder = try TemporaryFolder()
        database = try folder.databaseWithTable()
        try database.add(1)
    }

    private var settings: SQLite.Database.Settings {
        SQLite.Database.Settings(path: folder.path + "/test.db")
    }

    private func copied() throws -> [Int] {
        var settings = SQLite.Database.Settings(path: folder.path + "/copy.db")
        settings.access = .readOnly
        return try SQLite.Database(settings).values()
    }

    @Test func `a copy has what was committed, also what is in the log only`() throws {
        try SQLite.Database.copy(settings, into: folder.path + "/copy.db")
        try database.add(2)
        #expect(try copied() == [1])
    }

    @Test func `a copy has nothing of a transaction that goes on, and does not wait for it`() throws
    {
        try database.write { connection in
            try connection.run("INSERT INTO t (a) VALUES (2)")
            try SQLite.Database.copy(settings, into: folder.path + "/copy.db")
        }
        #expect(try copied() == [1])
        #expect(try database.values() == [1, 2])
    }

    @Test func `an empty file is filled, any other is left as it is`() throws {
        let path = folder.path + "/copy.db"
        try Data().write(to: URL(fileURLWithPath: path))
        try SQLite.Database.copy(settings, into: path)
        #expect(try copied() == [1])
        #expect(throws: SQLError.self) { try SQLite.Database.copy(settings, into: path) }
    }

    @Test func `a database that is not there is not made`() throws {
        let missing = SQLite.Database.Settings(path: folder.path + "/missing.db")
        #expect(throws: SQLError.self) {
            try SQLite.Database.copy(missing, into: folder.path + "/copy.db")
        }
        #expect(!FileManager.default.fileExists(atPath: missing.path))
    }
}
