// SPDX-License-Identifier: Apache-2.0

import SQL
import Testing

@testable import SQLite

@Suite struct WriteAheadLogTests {
    let folder: TemporaryFolder
    let connection: SQLite.Connection
    let log: WriteAheadLog

    init() throws {
        folder = try TemporaryFolder()
        var settings = SQLite.Database.Settings(path: folder.path + "/test.db")
        settings.durability = .normal
        connection = try .writer(settings)
        log = WriteAheadLog(connection, checkpointPages: 4)
        try connection.run("CREATE TABLE t (a INTEGER)")
    }

    private func fill() throws {
        for _ in 0..<10 { try connection.run("INSERT INTO t (a) VALUES (1)") }
    }

    @Test func `a checkpoint is due once the log is long`() throws {
        #expect(!log.isCheckpointDue(after: nil))
        try fill()
        #expect(log.isCheckpointDue(after: nil))
        try log.checkpoint(.restart)
        #expect(log.pages == 0 && !log.isCheckpointDue(after: nil))
    }

    @Test func `a checkpoint is due when the disk is full, however short the log`() {
        #expect(log.isCheckpointDue(after: SQLError(.full, code: 13, "")))
        #expect(!log.isCheckpointDue(after: SQLError(.busy, code: 5, "")))
    }

    @Test func `a long log that cannot be copied stops the writing until it is`() throws {
        try fill()
        #expect(log.stoppage == nil)
        // A connection cannot copy the log within a transaction of its own.
        try connection.run("BEGIN IMMEDIATE")
        #expect(throws: SQLError.self) { try log.checkpoint(.restart) }
        try connection.run("COMMIT")
        #expect(log.stoppage != nil)
        try log.checkpoint(.restart)
        #expect(log.stoppage == nil)
    }

    @Test func `a short log goes on after a checkpoint that failed`() throws {
        try connection.run("BEGIN IMMEDIATE")
        #expect(throws: SQLError.self) { try log.checkpoint(.restart) }
        try connection.run("COMMIT")
        #expect(log.failure != nil && log.stoppage == nil)
    }

    @Test func `a reader that holds the log up is no failure, and the next try comes later`() throws
    {
        let reader = try folder.foreignConnection()
        try reader.run("BEGIN")
        _ = try reader.rows("SELECT a FROM t") { $0.integer(0) }
        try fill()
        try log.checkpoint(.restart)
        #expect(log.failure == nil && log.pages > 0)
        #expect(!log.isCheckpointDue(after: nil))
        try fill()
        #expect(log.isCheckpointDue(after: nil))
    }
}
