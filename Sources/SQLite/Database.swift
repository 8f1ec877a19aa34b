// SPDX-License-Identifier: Apache-2.0

package import SQL

/// A database in a file, or in memory for tests, for many threads at once.
package final class Database: SQL.Database {
    private let readers: Pool
    private let writers: Pool

    /// Opens a file and turns it to WAL mode.
    ///
    /// - Throws: ``SQLError`` if it cannot be opened.
    package init(_ settings: Settings) throws {
        let writer = try Connection.writer(settings)
        readers = Pool(limit: settings.readConnectionLimit, waitLimit: settings.busyTimeout) {
            try Connection.reader(settings)
        }
        writers = Pool(limit: 1, waitLimit: settings.busyTimeout) { writer }
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
        writers = readers
    }

    package func read<Result>(_ work: (any SQL.Connection) throws -> Result) throws -> Result {
        try readers.withConnection { try $0.transaction(.deferred, work) }
    }

    package func write<Result: Sendable>(
        _ work: @escaping @Sendable (any SQL.Connection) throws -> Result
    ) throws -> Result {
        try writers.withConnection { try $0.transaction(.immediate, work) }
    }
}
