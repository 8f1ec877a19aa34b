// SPDX-License-Identifier: Apache-2.0

import Foundation
import POSIX
import SQL
import Testing

@testable import SQLite

@Suite struct DatabaseTests {
    let folder: TemporaryFolder
    let database: SQLite.Database

    init() throws {
        folder = try TemporaryFolder()
        database = try folder.databaseWithTable()
    }

    @Test func `what was written is read`() throws {
        try database.add(1)
        #expect(try database.values() == [1])
    }

    @Test func `what was written is there after reopening`() throws {
        try database.add(1)
        database.close()
        #expect(try folder.database().values() == [1])
    }

    @Test func `the work's error is thrown and nothing of it is kept`() throws {
        struct Refused: Error {}
        #expect(throws: Refused.self) {
            try database.write {
                try $0.run("INSERT INTO t (a) VALUES (1)")
                throw Refused()
            }
        }
        #expect(try database.values() == [])
    }

    @Test func `a read sees one state from its first query to its end`() throws {
        let seen = try database.read { connection in
            let before = try connection.row("SELECT count(*) FROM t") { $0.integer(0) }
            try database.add(1)
            return [before, try connection.row("SELECT count(*) FROM t") { $0.integer(0) }]
        }
        #expect(seen == [0, 0])
        #expect(try database.values() == [1])
    }

    @Test func `a read cannot write`() throws {
        let kind = kindOfError { try database.read { try $0.run("DELETE FROM t") } }
        #expect(kind == .readOnly)
    }

    @Test func `a read whose work throws leaves its connection fit for the next`() throws {
        struct Refused: Error {}
        for _ in 0..<40 {
            #expect(throws: Refused.self) {
                try database.read { connection in
                    _ = try connection.row("SELECT 1") { $0.integer(0) }
                    throw Refused()
                }
            }
        }
        #expect(try database.values() == [])
    }

    @Test func `when all read connections are in use a read is refused in time`() throws {
        let database = try folder.database {
            $0.readConnectionLimit = 1
            $0.busyTimeout = .milliseconds(1)
        }
        let kind = try database.read { _ in kindOfError { try database.values() } }
        #expect(kind == .busy)
        #expect(try database.values() == [])
    }

    @Test func `a database in memory reads what it wrote`() throws {
        let database = try SQLite.Database.inMemory()
        try database.write { try $0.run("CREATE TABLE t (a INTEGER)") }
        try database.add(7)
        #expect(try database.values() == [7])
    }

    @Test func `databases in memory are apart`() throws {
        let first = try SQLite.Database.inMemory()
        try first.write { try $0.run("CREATE TABLE t (a INTEGER)") }
        #expect(throws: SQLError.self) { try SQLite.Database.inMemory().values() }
    }

    @Test func `a write after closing is refused`() throws {
        database.close()
        #expect(throws: SQLError.self) { try database.add(1) }
    }

    @Test func `closing leaves everything in the file and nothing in the log`() throws {
        try database.add(1)
        database.close()
        let log = try FileManager.default.attributesOfItem(atPath: folder.path + "/test.db-wal")
        #expect(log[.size] as? Int == 0)
    }
}

@Suite struct StateMarkTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func mark(_ database: SQLite.Database) throws -> StateMark {
        try database.read { try $0.stateMark() }
    }

    @Test func `the mark stays while nobody commits`() throws {
        let database = try folder.databaseWithTable()
        let before = try mark(database)
        _ = try database.values()
        #expect(try mark(database) == before)
    }

    @Test func `the mark changes with a write of this process`() throws {
        let databases: [SQLite.Database] = [try folder.databaseWithTable(), try .inMemory()]
        for database in databases {
            try database.write { try $0.run("CREATE TABLE IF NOT EXISTS t (a)") }
            let before = try mark(database)
            try database.add(1)
            #expect(try mark(database) != before)
        }
    }

    @Test func `the mark changes with a write of another program`() throws {
        let database = try folder.databaseWithTable()
        let before = try mark(database)
        try folder.foreignConnection().run("INSERT INTO t (a) VALUES (1)")
        #expect(try mark(database) != before)
    }

    @Test func `the mark tells a change of the schema`() throws {
        let database = try folder.databaseWithTable()
        let before = try mark(database)
        try database.write { try $0.run("CREATE INDEX i ON t (a)") }
        #expect(try mark(database).schemaVersion != before.schemaVersion)
    }

    @Test func `the mark belongs to the state that the read sees`() throws {
        let database = try folder.databaseWithTable()
        let marks = try database.read { connection in
            let before = try connection.stateMark()
            try database.add(1)
            return [before, try connection.stateMark()]
        }
        #expect(marks[0] == marks[1])
        #expect(try mark(database) != marks[0])
    }

    @Test func `two connections never share a mark`() throws {
        let database = try folder.databaseWithTable()
        let marks = try database.read { outer in
            try database.read { inner in [try outer.stateMark(), try inner.stateMark()] }
        }
        #expect(marks[0] != marks[1])
    }
}
