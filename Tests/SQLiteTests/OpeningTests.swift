// SPDX-License-Identifier: Apache-2.0

import Foundation
import POSIX
import SQL
import Synchronization
import Testing

@testable import SQLite

@Suite struct OpeningTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func `a missing file is made only if that is wanted`() throws {
        let error = #expect(throws: SQLError.self) {
            try folder.database { $0.access = .readWrite }
        }
        #expect(error?.kind == .cannotOpen)
        #expect(error?.description.contains("test.db: cannot be opened") == true)
        #expect(try folder.databaseWithTable().values() == [])
    }

    @Test func `a missing folder is an error in one line`() throws {
        let error = #expect(throws: SQLError.self) {
            try folder.database { $0.path = folder.path + "/missing/test.db" }
        }
        #expect(error?.kind == .cannotOpen)
        #expect(error?.description.contains("\n") == false)
    }

    @Test func `a file that is no database is refused`() throws {
        try Data(repeating: 65, count: 8192).write(to: URL(filePath: folder.path + "/test.db"))
        #expect(kindOfError { try folder.database() } == .corrupt)
    }

    @Test func `a database with a rollback journal opens, and becomes one with a log`() throws {
        let foreign = try folder.foreignConnection()
        try foreign.run("CREATE TABLE t (a INTEGER)")
        try foreign.run("INSERT INTO t (a) VALUES (1)")
        let database = try folder.database()
        #expect(try database.values() == [1])
        try foreign.run("INSERT INTO t (a) VALUES (2)")
        try database.add(3)
        #expect(try database.values() == [1, 2, 3])
        #expect(try foreign.row("PRAGMA journal_mode") { $0.text(0) } == "wal")
    }

    @Test func `another program's transaction keeps the file from opening only for a while`() throws
    {
        let foreign = try folder.foreignConnection()
        try foreign.run("CREATE TABLE t (a INTEGER)")
        try foreign.run("BEGIN EXCLUSIVE")
        #expect(kindOfError { try folder.database { $0.busyTimeout = .milliseconds(5) } } == .busy)
        try foreign.run("COMMIT")
        #expect(try folder.database().values() == [])
    }

    @Test func `a database for reading only refuses writes with a reason`() throws {
        try folder.databaseWithTable().add(1)
        let database = try folder.database { $0.access = .readOnly }
        #expect(try database.values() == [1])
        #expect(kindOfError { try database.add(2) } == .readOnly)
    }

    @Test func `many may open a new file at once`() throws {
        let failures = Condition<[String]>([])
        let threads = try (0..<8).map { number in
            try Thread(name: "opener") {
                do {
                    try folder.databaseWithTable().add(number)
                } catch {
                    failures.update { $0.append("\(error)") }
                }
            }
        }
        for thread in threads { thread.join() }
        #expect(failures.withLock { $0 } == [])
        #expect(try folder.database().values() == Array(0..<8))
    }
}
