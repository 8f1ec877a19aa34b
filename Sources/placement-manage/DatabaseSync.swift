// SPDX-License-Identifier: Apache-2.0

import OpenStack
import SQLite
import Storage

/// Makes the tables or brings them to the newest revision; says nothing if all went well.
let databaseSync = Command(
    "db sync", "Make or upgrade the tables of the database.",
    details: """
        The file is made if it is not there. A database of the Python service is brought to the
        newest revision; the change journal is put into it as well.
        """,
    statuses: [ExitStatus(0, "the tables are of the newest revision")]
) { call in
    let progress = try Progress()
    defer { progress.end() }
    progress.begin("making or upgrading the tables")
    try call.database(.create).write { connection in
        try DatabaseSchema.upgrade(on: connection)
        try CatalogJournal.install(on: connection)
    }
    return 0
}
