// SPDX-License-Identifier: Apache-2.0

import OpenStack
import POSIX
import Placement
import SQL
import SQLite
import Storage

extension SQLite.Database {
    /// Opens the database that the configuration names, with tables and standard names in it.
    ///
    /// - Throws: what keeps the service from starting, as one line for the operator.
    static func opened(by configuration: Configuration) throws -> SQLite.Database {
        let url = try ConnectionURL(configuration[DatabaseOptions.connection] ?? "")
        guard let path = url.path else { return try prepared(inMemory(), upgrading: true) }
        let upgrades = configuration[DatabaseOptions.syncsOnStartup]
        var settings = SQLite.Database.Settings(path: path)
        settings.access = upgrades ? .create : .readWrite
        settings.durability = configuration[DatabaseOptions.sqliteSynchronous] ? .full : .normal
        return try prepared(SQLite.Database(settings), upgrading: upgrades)
    }

    private static func prepared(
        _ database: SQLite.Database, upgrading: Bool
    ) throws -> SQLite.Database {
        let isComplete = try database.read { connection in
            try DatabaseSchema.isPresent(on: connection)
                && Store(connection, now: .now).hasStandardNames()
        }
        if isComplete && !upgrading { return database }
        try database.write { connection in
            if upgrading {
                try DatabaseSchema.upgrade(on: connection)
                try CatalogJournal.install(on: connection)
            }
            guard try DatabaseSchema.isPresent(on: connection) else { throw MissingTables() }
            try Store(connection, now: .now).syncStandardNames()
        }
        return database
    }
}

/// The database has no tables, and nobody asked to make them.
struct MissingTables: Error, CustomStringConvertible {
    let description =
        "the database has no tables; run placement-manage db sync, or set "
        + "[placement_database] sync_on_startup = true"
}

extension Timestamp {
    /// The moment at which this is asked.
    static var now: Timestamp {
        let time = WallTime.now
        return Timestamp(microseconds: Int(time.seconds) * 1_000_000 + time.nanoseconds / 1_000)
    }
}
