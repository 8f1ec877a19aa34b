// SPDX-License-Identifier: Apache-2.0

import POSIX
import SQL
import Testing

@testable import SQLite

/// Two databases on one file stand for two processes: their locks exclude each other as well.
@Suite struct SharingTests {
    @Test func `many threads of two databases on one file lose and double nothing`() throws {
        let folder = try TemporaryFolder()
        let databases = try (0..<2).map { _ in
            try folder.databaseWithTable { $0.checkpointPages = 20 }
        }
        try databases[0].write { try $0.run("CREATE TABLE total (sum INTEGER)") }
        try databases[0].write { try $0.run("INSERT INTO total VALUES (0)") }
        let failures = Condition<[String]>([])
        let threads = try (0..<8).map { number in
            try Thread(name: "client") {
                do {
                    for round in 0..<25 { try add(number * 25 + round, to: databases[number % 2]) }
                } catch {
                    failures.update { $0.append("\(error)") }
                }
            }
        }
        for thread in threads { thread.join() }
        #expect(failures.withLock { $0 } == [])
        for database in databases {
            #expect(try database.values() == Array(0..<200))
            #expect(try sum(in: database) == 200 * 199 / 2)
        }
        for database in databases { database.close() }
        let check = try folder.database().read {
            try $0.rows("PRAGMA integrity_check") { $0.text(0) }
        }
        #expect(check == ["ok"])
    }

    /// Adds a value and its part of the sum, and reads that the two always agree.
    private func add(_ value: Int, to database: SQLite.Database) throws {
        try database.write { connection in
            try connection.run("INSERT INTO t (a) VALUES (?)", [.integer(value)])
            try connection.run("UPDATE total SET sum = sum + ?", [.integer(value)])
        }
        let agrees = try database.read {
            try $0.row("SELECT (SELECT sum(a) FROM t) = (SELECT sum FROM total)") { $0.integer(0) }
        }
        #expect(agrees == 1)
    }

    private func sum(in database: SQLite.Database) throws -> Int? {
        try database.read { try $0.row("SELECT sum FROM total") { $0.integer(0) } }
    }

    @Test func `a foreign program that writes and checkpoints gets along`() throws {
        let folder = try TemporaryFolder()
        let database = try folder.databaseWithTable { $0.checkpointPages = 10 }
        let failures = Condition<[String]>([])
        let foreigner = try Thread(name: "foreigner") {
            do {
                let connection = try SQLite.Connection(
                    path: folder.path + "/test.db", flags: 6, busyTimeout: .seconds(5))
                try connection.run("PRAGMA wal_autocheckpoint = 10")
                for value in 1000..<1100 {
                    try connection.run("INSERT INTO t (a) VALUES (?)", [.integer(value)])
                }
            } catch {
                failures.update { $0.append("\(error)") }
            }
        }
        for value in 0..<100 { try database.add(value) }
        foreigner.join()
        #expect(failures.withLock { $0 } == [])
        #expect(try database.values() == Array(0..<100) + Array(1000..<1100))
    }
}
