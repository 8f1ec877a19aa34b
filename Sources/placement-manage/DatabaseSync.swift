// SPDX-License-Identifier: Apache-2.0

import OpenStack
import SQLite
import Storage

/// Makes the tables or brings them to the newest revision; says nothing if all went well.
let databaseSync = Command("db sync", "Make or upgrade the tables of the database.") { call in
    _ = try call.parsed()
    try call.database(.create).write { connection in
        try DatabaseSchema.upgrade(on: connection)
        try CatalogJournal.install(on: connection)
    }
    return 0
}
