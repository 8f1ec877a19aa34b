// SPDX-License-Identifier: Apache-2.0

import SQL

extension DatabaseCheck {
    /// The check after whose finding the others cannot be made.
    static let missingTables = DatabaseCheck(
        "table-missing", .error, "tables are missing",
        .advice(
            "placement-manage db sync, if the database is new or of an older release; else "
                + "restore a backup")
    ) { connection, found in
        let present = try DatabaseSchema.tables(on: connection)
        for name in DatabaseSchema.tableNames where !present.contains(name) { found(name) }
    }

    static let schema = [
        missingTables,
        DatabaseCheck(
            "revision-old", .error, "the tables are not those of the newest revision",
            .command("db sync")
        ) { connection, found in
            guard let version = try DatabaseSchema.version(on: connection),
                version != DatabaseSchema.head, DatabaseSchema.revisions.contains(version)
            else { return }
            found("revision \(version), not \(DatabaseSchema.head)")
        },
        DatabaseCheck(
            "revision-unknown", .error,
            "the tables are of a revision that this version does not know",
            .advice(
                "install a version of placement that knows it; if the tables are the ones of "
                    + "\(DatabaseSchema.head) all the same: UPDATE alembic_version SET version_num = "
                    + "'\(DatabaseSchema.head)'")
        ) { connection, found in
            guard let version = try DatabaseSchema.version(on: connection),
                !DatabaseSchema.revisions.contains(version)
            else { return }
            found("revision \(version)")
        },
        DatabaseCheck(
            "index-missing", .warning, "indexes are missing, so requests are slow",
            .advice("run the statements shown in the sqlite3 shell")
        ) { connection, found in
            let present = Set(
                try connection.rows("SELECT name FROM sqlite_master WHERE type = 'index'") {
                    $0.text(0)
                })
            for index in DatabaseSchema.indexes where !present.contains(index.name) {
                found(index.statement)
            }
        },
        DatabaseCheck(
            "journal-incomplete", .warning,
            "the change journal lacks parts, so each change makes a search load all providers",
            .command("db journal install")
        ) { connection, found in
            guard case .incomplete(let missing) = try CatalogJournal.state(on: connection) else {
                return
            }
            missing.forEach(found)
        },
    ]
}

extension DatabaseSchema {
    /// The indexes that are not part of a table's own statement.
    static let indexes = statements.compactMap { statement -> (name: String, statement: String)? in
        let words = statement.split(separator: " ", maxSplits: 3)
        guard words.count > 3, words[0] == "CREATE", words[1] == "INDEX" else { return nil }
        return (String(words[2]), statement)
    }
}
