// SPDX-License-Identifier: Apache-2.0

import ConfiguredDatabase
import OpenStack
import Placement
import SQL
import SQLite
import Storage

extension SQLite.Database {
    /// Opens the database that the configuration names, with tables and standard names in it.
    ///
    /// - Parameters:
    ///   - configuration: What the operator has set.
    ///   - report: Told in one line what no request gets to hear of.
    /// - Returns: A database that can be served.
    /// - Throws: what keeps the service from starting, as one line for the operator.
    static func opened(
        by configuration: Configuration, report: @escaping @Sendable (String) -> Void
    ) throws -> SQLite.Database {
        let upgrades = configuration[DatabaseOptions.syncsOnStartup]
        var settings = try Settings(configuration, access: upgrades ? .create : .readWrite)
        settings.report = report
        let database = try SQLite.Database(settings)
        if upgrades { try database.write { try DatabaseSchema.upgrade(on: $0) } }
        try database.complete(withJournal: configuration[CatalogOptions.keepsJournal])
        return database
    }

    /// Adds what the database lacks of the standard names and the journal.
    private func complete(withJournal: Bool) throws {
        let isComplete = try read { connection in
            guard try DatabaseSchema.isPresent(on: connection) else { throw MissingTables() }
            return try Store(connection, now: .now).hasStandardNames()
                && (!withJournal || CatalogJournal.isInstalled(on: connection))
        }
        guard !isComplete else { return }
        try write { connection in
            try Store(connection, now: .now).syncStandardNames()
            if withJournal { try CatalogJournal.install(on: connection) }
        }
    }
}

/// The database has no tables, and nobody asked to make them.
struct MissingTables: Error, CustomStringConvertible {
    let description =
        "the database has no tables; run placement-manage db sync, or set "
        + "[placement_database] sync_on_startup = true"
}
