// SPDX-License-Identifier: Apache-2.0

package import SQL

/// Why the tables of a database cannot be brought to the newest revision.
package enum SchemaError: Error, Equatable, CustomStringConvertible {
    /// The database names a revision that no release of the reference up to 16.0.0 has.
    case unknownRevision(String)
    /// There are tables without a revision, and not all of them.
    case incompleteTables(missing: [String])
    /// A provider's root is not set, so that `db online_data_migrations` has to run first.
    case missingRootProviders
    /// A consumer of allocations has no row, so that `db online_data_migrations` has to run first.
    case missingConsumers

    package var description: String {
        switch self {
        case .unknownRevision(let revision):
            "The database has revision '\(revision)', which this version does not know;"
                + " the newest it knows is \(DatabaseSchema.head)."
        case .incompleteTables(let missing):
            "The database has tables but no revision, and lacks \(missing.joined(separator: ", "))."
        case .missingRootProviders:
            "There is at least one resource provider table record which is missing its root"
                + " provider id. Run the \"placement-manage db online_data_migrations\" command."
        case .missingConsumers:
            "There is at least one allocation record which is missing a consumer record."
                + " Run the \"placement-manage db online_data_migrations\" command."
        }
    }
}

extension DatabaseSchema {
    /// Brings a database to the newest revision, whatever it holds.
    ///
    /// An empty one gets all tables. One made by the reference's `create_all`, which has the
    /// newest tables but no revision, stays as it is.
    ///
    /// - Throws: ``SchemaError`` if that cannot be done.
    package static func upgrade(on connection: any Connection) throws {
        switch try state(of: connection) {
        case .empty:
            try create(on: connection)
        case .unversioned:
            let missing = Set(tableNames).subtracting(try tables(on: connection)).sorted()
            guard missing.isEmpty else { throw SchemaError.incompleteTables(missing: missing) }
        case .revision(let revision):
            guard let done = revisions.firstIndex(of: revision) else {
                throw SchemaError.unknownRevision(revision)
            }
            for next in revisions[(done + 1)...] {
                try upgradeSteps[next]?(connection)
                try stamp(next, on: connection)
            }
        }
    }

    /// The tables that the service works with.
    static let tableNames = [
        "allocations", "consumer_types", "consumers", "inventories", "placement_aggregates",
        "projects", "resource_classes", "resource_provider_aggregates",
        "resource_provider_traits", "resource_providers", "traits", "users",
    ]

    /// What leads from a revision's predecessor to the revision.
    private static let upgradeSteps: [String: @Sendable (any Connection) throws -> Void] = [
        "611cd6dffd7b": { connection in
            let count = try count(
                "SELECT count(*) FROM resource_providers WHERE root_provider_id IS NULL",
                on: connection)
            guard count == 0 else { throw SchemaError.missingRootProviders }
        },
        "b5c396305c25": { connection in
            let count = try count(
                """
                SELECT count(*) FROM allocations
                LEFT JOIN consumers ON consumers.uuid = allocations.consumer_id
                WHERE consumers.id IS NULL
                """, on: connection)
            guard count == 0 else { throw SchemaError.missingConsumers }
        },
        "422ece571366": addConsumerTypes,
        "a082b8bb98d0": { connection in
            for index in [
                "inventories_resource_provider_id_idx",
                "inventories_resource_provider_resource_class_idx",
                "ix_placement_aggregates_uuid", "resource_providers_name_idx",
                "resource_providers_uuid_idx",
            ] {
                try connection.run("DROP INDEX IF EXISTS \(index)")
            }
        },
    ]

    /// Adds the consumers' types.
    ///
    /// SQLite cannot add a column with a named constraint, so the table is copied to a new one.
    private static func addConsumerTypes(_ connection: any Connection) throws {
        try connection.run(namedTable("consumer_types", "name"))
        try connection.run(consumers(named: "_alembic_tmp_consumers"))
        let columns = "created_at, updated_at, id, uuid, project_id, user_id, generation"
        try connection.run(
            """
            INSERT INTO _alembic_tmp_consumers (\(columns))
            SELECT \(columns) FROM consumers
            """)
        try connection.run("DROP TABLE consumers")
        try connection.run("ALTER TABLE _alembic_tmp_consumers RENAME TO consumers")
        for statement in consumerIndexes {
            try connection.run(statement)
        }
    }

    private static func count(_ sql: String, on connection: any Connection) throws -> Int {
        try connection.row(sql) { $0.integer(0) } ?? 0
    }
}
