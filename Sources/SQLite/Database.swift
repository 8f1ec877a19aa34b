// SPDX-License-Identifier: Apache-2.0

import CSQLite
package import SQL

/// A database in a file, or in memory for tests, for many threads at once.
///
/// A file is used in WAL mode: readers see the newest committed state and never wait for the
/// writer. All writing of a process is done by one thread (see ``Writer``), and processes of the
/// service hand the right to write on in turn (see ``CommitLock``).
///
/// Other programs, such as the reference and the sqlite3 shell, may read and write the file beside
/// this service. The first opening turns a file with a rollback journal to WAL mode, which stays
/// with the file and which they follow, even while they have it open. What to know of them:
///
/// - They copy the log into the database whenever they like: after a commit that finds 1000 pages
///   in it, and when they close. With SQLite before 3.51.3 that leaves a very small risk of damage
///   (https://www.sqlite.org/wal.html#walresetbug) which only these programs can close.
/// - The reference begins a write without the right to write, and fails with "database is locked"
///   when somebody else has committed meanwhile. The busier this service, the more often.
/// - A program that stays in a read transaction keeps the log growing; one that stays in a write
///   transaction makes writes here fail with ``SQLError/Kind/busy`` after the busy time-out.
///
/// A database whose file, log or index is moved, replaced or removed while it is open is neither
/// read nor written any more (``SQLError/Kind/moved``): see ``DatabaseFiles``. Once they are back,
/// or after a restart, it goes on.
///
/// What the answer to a write means: nothing is kept of a refused one. Where a commit itself fails
/// for want of a working disk (an error of `fdatasync`), or the process is killed in it, the write
/// is kept either whole or not at all, and only the next opening of the file shows which. Where the
/// disk does not answer at all, the asker hears that after a while
/// (``SQLError/Kind/unknownOutcome``).
package final class Database: SQL.Database {
    private enum Writing {
        case together(Writer)
        case alone(Pool)
        case refused(SQLError)
    }

    private let readers: Pool
    private let writing: Writing

    /// Opens a file and turns it to WAL mode, unless it can only be read.
    ///
    /// - Throws: ``SQLError`` if it cannot be opened; its text is for the operator.
    package init(_ settings: Settings) throws {
        var files: DatabaseFiles?
        if settings.access == .readOnly {
            // Without a connection that stays open there is nothing that could be lost.
            writing = .refused(Self.readOnly(settings.path))
        } else {
            let connection = try Connection.writer(settings)
            let known = try DatabaseFiles(of: connection, settings)
            files = known
            writing =
                connection.isReadOnly
                ? .refused(Self.readOnly(settings.path))
                : .together(try Writer(connection, known, settings))
        }
        readers = Pool(
            limit: settings.readConnectionLimit, waitLimit: settings.busyTimeout, files: files
        ) {
            try Connection.reader(settings)
        }
    }

    /// Makes a new, empty database in memory, for tests.
    ///
    /// Its transactions run one after the other on a single connection, reads as well, so a
    /// transaction inside another one waits until it is refused.
    package static func inMemory() throws -> Database {
        try Database(serializing: Connection.inMemory())
    }

    private init(serializing connection: Connection) {
        readers = Pool(limit: 1, waitLimit: .seconds(5)) { connection }
        writing = .alone(readers)
    }

    package func read<Result>(_ work: (any SQL.Connection) throws -> Result) throws -> Result {
        try readers.withConnection { try $0.transaction(.deferred, work) }
    }

    @discardableResult
    package func write<Result: Sendable>(
        _ size: WriteSize, _ work: @escaping @Sendable (any SQL.Connection) throws -> Result
    ) throws -> Result {
        switch writing {
        case .together(let writer): try writer.write(size, work)
        case .alone(let pool): try pool.withConnection { try $0.transaction(.immediate, work) }
        case .refused(let error): throw error
        }
    }

    /// Runs `work` as an ordinary write; here as well, for those who know this database alone.
    @discardableResult
    package func write<Result: Sendable>(
        _ work: @escaping @Sendable (any SQL.Connection) throws -> Result
    ) throws -> Result {
        try write(.ordinary, work)
    }

    /// What the writer has done so far; `nil` if there is none.
    package var writeStatistics: WriteStatistics? {
        guard case .together(let writer) = writing else { return nil }
        return writer.statistics
    }

    /// How many writes wait for the writer.
    package var waitingWrites: Int {
        guard case .together(let writer) = writing else { return 0 }
        return writer.waiting
    }

    /// Finishes the writes that wait, copies the write-ahead log into the file and closes the
    /// connections that nobody uses; further writes are refused.
    ///
    /// Letting go of the database does the same.
    package func close() {
        readers.closeIdle()
        if case .together(let writer) = writing { writer.close() }
    }

    private static func readOnly(_ path: String) -> SQLError {
        SQLError(
            .readOnly, code: Int(SQLITE_READONLY),
            """
            \(path): opened for reading only: check owner and mode of the file and its folder, \
            then restart the service
            """)
    }
}
