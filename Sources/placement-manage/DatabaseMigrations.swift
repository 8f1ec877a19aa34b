// SPDX-License-Identifier: Apache-2.0

import OpenStack
import POSIX
import SQLite
import Storage

/// Completes rows of old releases, batch by batch.
///
/// The exit status is 0 if nothing is left to do, 1 if `--max-count` ended it after some work,
/// 2 if something failed and nothing else was done, and 127 for a bad number.
/// Source: reference `placement/cmd/manage.py`, `db_online_data_migrations`.
let databaseMigrations = Command(
    "db online_data_migrations", "Complete rows that old releases wrote.",
    options: [.value("--max-count", "NUMBER", "stop after so many rows")],
    details: """
        Gives providers from before 1.14 their roots, and allocations from before 1.8 their
        consumers.
        """,
    statuses: [
        ExitStatus(0, "nothing is left to do"),
        ExitStatus(1, "--max-count ended it after some work; call it again"),
        ExitStatus(2, "something failed and nothing else was done, or wrong call"),
        ExitStatus(127, "NUMBER is not positive"),
    ],
    example: "--max-count 1000"
) { call in
    var limit = 50
    let option = call.arguments.options["--max-count"]
    if let option {
        guard let number = Int(option), number >= 1 else {
            call.print("Must supply a positive value for max_count")
            return 127
        }
        limit = number
    } else {
        call.print("Running batches of 50 until complete")
    }
    let database: Database
    do {
        database = try call.database(.readWrite)
    } catch {
        // Not 1: that tells scripts that there is more to be done, and to call again.
        StandardStream.error.writeLine("placement-manage: \(error)")
        return 2
    }
    var totals: [(name: String, found: Int)] = []
    var batch: Batch
    repeat {
        batch = runBatch(call, database, limit: limit)
        for (name, found) in batch.found {
            if let index = totals.firstIndex(where: { $0.name == name }) {
                totals[index].found += found
            } else {
                totals.append((name, found))
            }
        }
    } while batch.count > 0 && option == nil

    var table = TextTable(["Migration", "Total Found", "Completed"])
    for (name, found) in totals { table.add([name, "\(found)", "\(found)"]) }
    for line in table.lines { call.print(line) }
    if batch.failed && (option == nil || batch.count == 0) {
        call.print("Some migrations failed unexpectedly. Check log for details.")
        return 2
    }
    return batch.count > 0 ? 1 : 0
}

/// What came of one batch.
private struct Batch {
    var found: [(name: String, found: Int)] = []
    var failed = false
    /// The rows that were completed.
    var count: Int { found.reduce(0) { $0 + $1.found } }
}

private struct Migration {
    let name: String
    let run: @Sendable (Store, _ limit: Int, _ call: Invocation) throws -> Int
}

private let migrations = [
    Migration(name: "set_root_provider_ids") { store, limit, _ in
        try store.setMissingRootProviders(limit: limit)
    },
    Migration(name: "create_incomplete_consumers") { store, limit, call in
        try store.addMissingConsumers(
            limit: limit,
            projectID: call.configuration[PlacementOptions.incompleteConsumerProjectID],
            userID: call.configuration[PlacementOptions.incompleteConsumerUserID])
    },
]

/// Runs each migration on the rest of what the batch may have.
private func runBatch(_ call: Invocation, _ database: Database, limit: Int) -> Batch {
    var batch = Batch()
    for migration in migrations {
        let rest = limit - batch.count
        var found = 0
        do {
            found = try database.write { connection in
                try migration.run(Store(connection, now: call.now), rest, call)
            }
        } catch {
            call.print("Error attempting to run \(migration.name): \(error)")
            batch.failed = true
        }
        if found > 0 {
            call.print("\(found) rows matched query \(migration.name), \(found) migrated")
        }
        batch.found.append((migration.name, found))
        if batch.count >= limit { break }
    }
    return batch
}
