// SPDX-License-Identifier: Apache-2.0

import CSQLite
package import SQL

/// A database in a file, or in memory for tests, for many threads at once.
///
/// A file is used in WAL mode: readers see the newest committed state and never wait for the
/// writer. The mode stays with the file; the reference and the sqlite3 shell read and write such a
/// file as they do any other, beside this service.
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
        if settings.access == .readOnly {
            writing = .refused(Self.readOnly(settings.path))
        } else {
            let connection = try Connection.writer(settings)
            writing =
                connection.isReadOnly
                ? .refused(Self.readOnly(settings.path))
                : .together(try Writer(connection, settings))
        }
        readers = Pool(limit: settings.readConnectionLimit, waitLimit: settings.busyTimeout) {
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
        _ work: @escaping @Sendable (any SQL.Connection) throws -> Result
    ) throws -> Result {
        switch writing {
        case .together(let writer): try writer.write(work)
        case .alone(let pool): try pool.withConnection { try $0.transaction(.immediate, work) }
        case .refused(let error): throw error
        }
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
