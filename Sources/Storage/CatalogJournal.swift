// SPDX-License-Identifier: Apache-2.0

package import SQL

/// The change journal: which providers changed, in which order, whoever changed them.
///
/// Triggers on the reference's tables append the provider concerned in the same transaction, so
/// that nothing escapes them: not the reference itself, not another process of ours, not the
/// sqlite3 shell. A process that has the ``Catalog`` of one journal entry loads anew only what the
/// later entries name. Nothing of the reference looks at the table or is stopped by the triggers.
///
/// `INSERT OR REPLACE` on a row of another provider, which no program of ours or the reference's
/// does, is the one change that SQLite does not tell triggers of in full.
package enum CatalogJournal {
    /// What an entry that names no provider stands for.
    enum Subject {
        /// Traits or resource classes came or went.
        static let names = 0
        /// Anything may have changed.
        static let everything = -1
        /// Aggregates came.
        ///
        /// An older version of this program passes over this, as it did before there was such an
        /// entry.
        static let aggregates = -2
    }

    /// How many entries are kept; a process that is further behind loads all providers anew.
    static let keptEntries = 32_768

    /// Whether a database has the journal with all its triggers.
    package static func isInstalled(on connection: any Connection) throws -> Bool {
        missing(from: try parts(on: connection)).isEmpty
    }

    /// The parts of the journal that a database has, by name, each with its text.
    static func parts(on connection: any Connection) throws -> [String: String] {
        let found = try connection.rows(
            """
            SELECT name, sql FROM sqlite_master
            WHERE name = 'catalog_journal' OR name LIKE 'catalog\\_journal\\_%' ESCAPE '\\'
            """
        ) { ($0.text(0), $0.text(1)) }
        return Dictionary(found) { first, _ in first }
    }

    /// The names of what some parts lack or have with another text.
    static func missing(from parts: [String: String]) -> [String] {
        statements.filter { parts[$0.name] != $0.sql }.map(\.name)
    }

    /// Makes whatever of the journal a database lacks; harmless if it lacks nothing.
    ///
    /// An entry that stands for everything is added, because changes may have been missed.
    package static func install(on connection: any Connection) throws {
        guard try !isInstalled(on: connection) else { return }
        try remove(triggersOnly: true, on: connection)
        let hasTable = try DatabaseSchema.tables(on: connection).contains("catalog_journal")
        for statement in statements.dropFirst(hasTable ? 1 : 0) {
            try connection.run(statement.sql)
        }
        try connection.run(
            "INSERT INTO catalog_journal (subject, token) VALUES (-1, random())")
    }

    /// Takes the journal and its triggers out of a database.
    package static func remove(on connection: any Connection) throws {
        try remove(triggersOnly: false, on: connection)
    }

    private static func remove(triggersOnly: Bool, on connection: any Connection) throws {
        let triggers = try connection.rows(
            """
            SELECT name FROM sqlite_master
            WHERE type = 'trigger' AND name LIKE 'catalog\\_journal\\_%' ESCAPE '\\'
            """
        ) { $0.text(0) }
        for name in triggers { try connection.run("DROP TRIGGER \"\(name)\"") }
        if !triggersOnly { try connection.run("DROP TABLE IF EXISTS catalog_journal") }
    }

    /// The table and the triggers, by name.
    ///
    /// Processes of several versions share a file while one is put in the other's place. Each
    /// serves with the journal if it has all the triggers that it knows, with the same texts, and
    /// puts back all of its own only when it starts without one of them. So add triggers, but leave
    /// the texts of those there are: a changed text would leave the others without the journal,
    /// and with a load of all providers after each change.
    static let statements: [(name: String, sql: String)] =
        [
            (
                "catalog_journal",
                "CREATE TABLE catalog_journal (sequence INTEGER NOT NULL PRIMARY KEY,"
                    + " subject INTEGER NOT NULL, token INTEGER NOT NULL)"
            ),
            (
                "catalog_journal_trim",
                """
                CREATE TRIGGER catalog_journal_trim AFTER INSERT ON catalog_journal
                WHEN NEW.sequence % 256 = 0
                BEGIN
                    DELETE FROM catalog_journal WHERE sequence <= NEW.sequence - \(keptEntries);
                END
                """
            ),
        ]
        + triggers("resource_providers", "id", "OF id, uuid, root_provider_id, parent_provider_id")
        + triggers("inventories", "resource_provider_id")
        + triggers("allocations", "resource_provider_id")
        + triggers("resource_provider_traits", "resource_provider_id")
        + triggers("resource_provider_aggregates", "resource_provider_id")
        + nameTriggers("traits")
        + nameTriggers("resource_classes")
        + [
            trigger("placement_aggregates", "INSERT", ["-2"]),
            trigger("placement_aggregates", "UPDATE", ["-1"]),
            trigger("placement_aggregates", "DELETE", ["-1"]),
        ]

    /// The three triggers of a table whose rows belong to providers.
    private static func triggers(
        _ table: String, _ column: String, _ columns: String = ""
    ) -> [(name: String, sql: String)] {
        [
            trigger(table, "INSERT", ["NEW.\(column)"]),
            trigger(table, "UPDATE", ["OLD.\(column)", "NEW.\(column)"], columns),
            trigger(table, "DELETE", ["OLD.\(column)"]),
        ]
    }

    /// The three triggers of a table of names.
    private static func nameTriggers(_ table: String) -> [(name: String, sql: String)] {
        [
            trigger(table, "INSERT", ["0"]), trigger(table, "DELETE", ["0"]),
            trigger(table, "UPDATE", ["-1"]),
        ]
    }

    private static func trigger(
        _ table: String, _ event: String, _ subjects: [String], _ columns: String = ""
    ) -> (name: String, sql: String) {
        let name = "catalog_journal_\(table)_\(event.lowercased())"
        let values = subjects.map { "(\($0), random())" }.joined(separator: ", ")
        let when = columns.isEmpty ? event : "\(event) \(columns)"
        return (
            name,
            """
            CREATE TRIGGER \(name) AFTER \(when) ON \(table)
            BEGIN
                INSERT INTO catalog_journal (subject, token) VALUES \(values);
            END
            """
        )
    }
}

/// Where a journal stood.
struct JournalPosition: Equatable, Sendable {
    /// The number of its newest entry.
    let sequence: Int
    /// A number by chance, by which the entry differs from one of the same number in another
    /// history: that of a backup that was put back, for example.
    let token: Int
}

/// One change that the journal tells of.
struct JournalEntry: Equatable, Sendable {
    let position: JournalPosition
    /// A provider's identity, or one of ``CatalogJournal/Subject``.
    let subject: Int
}

extension Connection {
    /// The newest entry of the journal.
    func journalPosition() throws -> JournalPosition? {
        try row("SELECT sequence, token FROM catalog_journal ORDER BY sequence DESC LIMIT 1") {
            JournalPosition(sequence: $0.integer(0), token: $0.integer(1))
        }
    }

    /// The entries of the journal from one number on, the oldest first.
    func journalEntries(from sequence: Int) throws -> [JournalEntry] {
        try rows(
            """
            SELECT sequence, token, subject FROM catalog_journal
            WHERE sequence >= ?
            ORDER BY sequence
            """, [.integer(sequence)]
        ) {
            JournalEntry(
                position: JournalPosition(sequence: $0.integer(0), token: $0.integer(1)),
                subject: $0.integer(2))
        }
    }
}
