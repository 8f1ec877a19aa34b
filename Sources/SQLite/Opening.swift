// SPDX-License-Identifier: Apache-2.0

import CSQLite
import POSIX
import SQL

extension Connection {
    /// Opens the connection on which a process writes, and turns the file to WAL mode.
    static func writer(_ settings: Database.Settings) throws -> Connection {
        var flags = SQLITE_OPEN_READWRITE
        if settings.access == .create { flags |= SQLITE_OPEN_CREATE }
        let connection = try Connection(
            path: settings.path, flags: flags, busyTimeout: settings.busyTimeout)
        try connection.configure(settings.durability)
        guard !connection.isReadOnly else { return connection }
        let mode = try connection.enterWALMode(atMost: settings.busyTimeout)
        guard mode == "wal" else {
            throw SQLError(
                .other, code: Int(SQLITE_ERROR),
                "\(settings.path): this file system cannot share a write-ahead log")
        }
        // A large write changes pages all over its indexes; those that do not fit into the cache,
        // by default 2 MB, are written to the log and read again over and over.
        try connection.run("PRAGMA cache_size = -65536")
        // What a long reader has made large shrinks again.
        let bytes = settings.checkpointPages * 2 * 4096
        try connection.run("PRAGMA journal_size_limit = \(bytes)")
        return connection
    }

    /// Whether the file cannot be written: SQLite then opens it for reading, without a word.
    var isReadOnly: Bool { sqlite3_db_readonly(handle.pointer, "main") != 0 }

    /// Opens a connection that only reads.
    static func reader(_ settings: Database.Settings) throws -> Connection {
        let flags =
            settings.access == .readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE
        let connection = try Connection(
            path: settings.path, flags: flags, busyTimeout: settings.busyTimeout)
        try connection.configure(settings.durability)
        try connection.run("PRAGMA query_only = ON")
        return connection
    }

    /// Turns the file to WAL mode; returns the mode in which it is afterwards.
    private func enterWALMode(atMost limit: Duration) throws -> String? {
        let deadline = MonotonicTime.now + limit
        while true {
            do {
                return try row("PRAGMA journal_mode = WAL") { $0.text(0) }
            } catch let error as SQLError {
                // Two programs that do this at once would wait for each other, so SQLite asks the
                // busy handler of neither.
                guard error.kind == .busy, MonotonicTime.now < deadline else { throw error }
                sqlite3_sleep(.random(in: 1...5))
            }
        }
    }

    /// Opens a new database that lives in memory as long as its only connection.
    static func inMemory() throws -> Connection {
        let connection = try Connection(
            path: ":memory:", flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
            busyTimeout: .zero)
        try connection.configure(.full)
        return connection
    }

    private func configure(_ durability: Database.Settings.Durability) throws {
        // The reference's tables have foreign keys that it neither enforces nor always keeps.
        // Source: oslo.db, `sqlite_fk=False`.
        try run("PRAGMA foreign_keys = OFF")
        try run("PRAGMA synchronous = \(durability.rawValue)")
        // A failing disk would be a signal instead of a result code.
        try run("PRAGMA mmap_size = 0")
        // Sorting and savepoints must work on a full disk.
        try run("PRAGMA temp_store = MEMORY")
        // Checkpoints are for the writer alone: see ``Checkpoint``.
        try run("PRAGMA wal_autocheckpoint = 0")
    }
}
