// SPDX-License-Identifier: Apache-2.0

import OpenStack
import POSIX
import Placement
import SQLite

extension Invocation {
    /// Opens the database that the configuration names.
    func database(_ access: Database.Settings.Access) throws -> Database {
        try Database(databaseSettings(access))
    }

    /// How the database that the configuration names is opened.
    func databaseSettings(_ access: Database.Settings.Access) throws -> Database.Settings {
        guard let url = configuration[DatabaseOptions.connection] else {
            throw ConfigurationError.missing(group: "placement_database", option: "connection")
        }
        var settings = try Database.Settings(
            url: url, parameters: configuration[DatabaseOptions.connectionParameters])
        settings.access = access
        return settings
    }

    /// The moment that rows written by a command carry.
    var now: Timestamp {
        let time = WallTime.now
        return Timestamp(microseconds: Int(time.seconds) * 1_000_000 + time.nanoseconds / 1000)
    }
}
