// SPDX-License-Identifier: Apache-2.0

import Foundation
import SQL
import SQLite
import Testing

@testable import Storage

/// Databases as they arrive: empty, made by the reference, in old revisions, in unknown ones.
@Suite struct SchemaUpgradeTests {
    let database: SQLite.Database

    init() throws { database = try SQLite.Database.inMemory() }

    /// Runs the statements of a fixture.
    private func load(_ fixtureName: String) throws {
        let statements = try fixture(fixtureName).components(separatedBy: ";\n")
        try database.write { connection in
            for statement in statements where !statement.isEmpty { try connection.run(statement) }
        }
    }

    private func run(_ sql: String, _ arguments: [Value] = []) throws {
        try database.write { connection in _ = try connection.run(sql, arguments) }
    }

    private func upgrade() throws {
        try database.write { try DatabaseSchema.upgrade(on: $0) }
    }

    private func schema() throws -> Set<String> {
        try database.read { connection in
            Set(
                try connection.rows("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL") {
                    $0.text(0)
                })
        }
    }

    private func newest() throws -> Set<String> {
        Set(try fixture("schema-db-sync.sql").components(separatedBy: ";\n").dropLast())
    }

    private func state() throws -> DatabaseSchema.State {
        try database.read { try DatabaseSchema.state(of: $0) }
    }

    @Test func `an empty database gets all tables and the newest revision`() throws {
        #expect(try state() == .empty)
        try upgrade()
        #expect(try schema() == newest())
        #expect(try state() == .revision(DatabaseSchema.head))
    }

    @Test func `an upgrade of the newest revision changes nothing`() throws {
        try load("schema-db-sync.sql")
        try run("INSERT INTO alembic_version (version_num) VALUES (?)", [.text("a082b8bb98d0")])
        try upgrade()
        #expect(try schema() == newest())
    }

    @Test func `tables without a revision stay as they are`() throws {
        try load("schema-create-all.sql")
        #expect(try state() == .unversioned)
        let before = try schema()
        try upgrade()
        #expect(try schema() == before)
    }

    @Test func `tables without a revision must all be there`() throws {
        try load("schema-create-all.sql")
        try run("DROP TABLE consumer_types")
        #expect(throws: SchemaError.incompleteTables(missing: ["consumer_types"])) {
            try upgrade()
        }
    }

    @Test func `the oldest revision becomes the newest and keeps its consumers`() throws {
        try load("schema-b4ed3a175331.sql")
        try run("INSERT INTO alembic_version (version_num) VALUES (?)", [.text("b4ed3a175331")])
        try run(
            """
            INSERT INTO consumers (created_at, id, uuid, project_id, user_id, generation)
            VALUES ('2020-01-01 00:00:00.000000', 7, 'c', 1, 2, 3)
            """)
        try upgrade()
        #expect(try schema() == newest())
        let consumer = try database.read { connection in
            try connection.row(
                "SELECT id, uuid, project_id, user_id, generation, consumer_type_id FROM consumers"
            ) { row in
                [row.integer(0), row.integer(2), row.integer(3), row.integer(4)].description
                    + row.text(1) + String(row.isNull(5))
            }
        }
        #expect(consumer == "[7, 1, 2, 3]ctrue")
    }

    @Test func `an old database with a provider without a root is refused unchanged`() throws {
        try load("schema-b4ed3a175331.sql")
        try run("INSERT INTO alembic_version (version_num) VALUES (?)", [.text("b4ed3a175331")])
        try run("INSERT INTO resource_providers (uuid, name, generation) VALUES ('u', 'n', 0)")
        #expect(throws: SchemaError.missingRootProviders) { try upgrade() }
        #expect(try state() == .revision("b4ed3a175331"))
    }

    @Test func `an old database with allocations of nobody is refused unchanged`() throws {
        try load("schema-b4ed3a175331.sql")
        try run("INSERT INTO alembic_version (version_num) VALUES (?)", [.text("b4ed3a175331")])
        try run(
            """
            INSERT INTO allocations (resource_provider_id, consumer_id, resource_class_id, used)
            VALUES (1, 'c', 0, 1)
            """)
        #expect(throws: SchemaError.missingConsumers) { try upgrade() }
        #expect(try state() == .revision("b4ed3a175331"))
    }

    @Test func `an unknown revision is refused by name`() throws {
        try database.write { try DatabaseSchema.stamp("ffffffffffff", on: $0) }
        let error = #expect(throws: SchemaError.self) { try upgrade() }
        #expect(error?.description.contains("'ffffffffffff'") == true)
    }

    @Test func `a stamp replaces the revision and base removes it`() throws {
        try database.write { try DatabaseSchema.stamp("b4ed3a175331", on: $0) }
        #expect(try database.read { try DatabaseSchema.version(on: $0) } == "b4ed3a175331")
        try database.write { try DatabaseSchema.stamp(nil, on: $0) }
        #expect(try database.read { try DatabaseSchema.version(on: $0) } == nil)
    }
}
