// SPDX-License-Identifier: Apache-2.0

import ConfiguredDatabase
import OpenStack
import Placement
import SQLite

extension Invocation {
    /// Opens the database that the configuration names.
    func database(_ access: Database.Settings.Access) throws -> Database {
        try Database(databaseSettings(access))
    }

    /// How the database that the configuration names is opened.
    func databaseSettings(_ access: Database.Settings.Access) throws -> Database.Settings {
        try Database.Settings(configuration, access: access)
    }

    /// The moment that rows written by a command carry.
    var now: Timestamp { .now }
}
