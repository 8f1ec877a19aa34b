// SPDX-License-Identifier: Apache-2.0

package import SQL

/// The tables of the reference, to the letter: its databases open here and ours there.
///
/// Source: reference `placement/db/sqlalchemy/migration.py` and `alembic/versions`.
package enum DatabaseSchema {
    /// The revisions of the reference, from the oldest to the newest.
    package static let revisions = [
        "b4ed3a175331", "611cd6dffd7b", "b5c396305c25", "422ece571366", "a082b8bb98d0",
    ]

    /// The revision that ``create(on:)`` makes and the service works with.
    package static let head = "a082b8bb98d0"

    /// What a database holds.
    package enum State: Equatable, Sendable {
        /// No table of ours.
        case empty
        /// The tables, but no revision: made by the reference's `create_all`. Served as they are.
        case unversioned
        /// The tables of a revision, which may be unknown to us.
        case revision(String)
    }

    /// Whether the tables are there, in whatever revision.
    package static func isPresent(on connection: any Connection) throws -> Bool {
        try tables(on: connection).contains("resource_providers")
    }

    /// The revision that the database says it has, or `nil` if it says none.
    package static func version(on connection: any Connection) throws -> String? {
        guard try tables(on: connection).contains("alembic_version") else { return nil }
        return try connection.row("SELECT version_num FROM alembic_version") { $0.text(0) }
    }

    package static func state(of connection: any Connection) throws -> State {
        if let revision = try version(on: connection) { return .revision(revision) }
        return try isPresent(on: connection) ? .unversioned : .empty
    }

    /// Makes the tables and indexes of the newest revision in an empty database, and stamps it.
    package static func create(on connection: any Connection) throws {
        let hasVersionTable = try tables(on: connection).contains("alembic_version")
        for statement in statements.dropFirst(hasVersionTable ? 1 : 0) {
            try connection.run(statement)
        }
        try stamp(head, on: connection)
    }

    /// Writes a revision into the database without changing its tables; `nil` removes it.
    package static func stamp(_ revision: String?, on connection: any Connection) throws {
        if try !tables(on: connection).contains("alembic_version") {
            try connection.run(statements[0])
        }
        try connection.run("DELETE FROM alembic_version")
        if let revision {
            try connection.run(
                "INSERT INTO alembic_version (version_num) VALUES (?)", [.text(revision)])
        }
    }

    /// The names of all tables.
    static func tables(on connection: any Connection) throws -> Set<String> {
        Set(
            try connection.rows("SELECT name FROM sqlite_master WHERE type = 'table'") {
                $0.text(0)
            })
    }
}
