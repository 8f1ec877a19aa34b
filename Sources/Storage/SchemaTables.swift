// SPDX-License-Identifier: Apache-2.0

extension DatabaseSchema {
    /// The statements that make the tables of the newest revision in an empty SQLite database.
    ///
    /// SQLite keeps the text of each statement in `sqlite_master`, so the spelling is the
    /// reference's too, with its quotes and its spaces at the ends of lines.
    /// Source: reference `placement/db/sqlalchemy/alembic/versions`, as run by its `db sync`.
    static let statements =
        [
            table(
                "alembic_version", stamped: false,
                "version_num VARCHAR(32) NOT NULL",
                "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)"),
            table(
                "allocations",
                "id INTEGER NOT NULL",
                "resource_provider_id INTEGER NOT NULL",
                "consumer_id VARCHAR(36) NOT NULL",
                "resource_class_id INTEGER NOT NULL",
                "used INTEGER NOT NULL",
                "PRIMARY KEY (id)"),
            index(
                "allocations_resource_provider_class_used_idx", "allocations",
                "resource_provider_id, resource_class_id, used"),
            index("allocations_resource_class_id_idx", "allocations", "resource_class_id"),
            index("allocations_consumer_id_idx", "allocations", "consumer_id"),
            table(
                "inventories",
                "id INTEGER NOT NULL",
                "resource_provider_id INTEGER NOT NULL",
                "resource_class_id INTEGER NOT NULL",
                "total INTEGER NOT NULL",
                "reserved INTEGER NOT NULL",
                "min_unit INTEGER NOT NULL",
                "max_unit INTEGER NOT NULL",
                "step_size INTEGER NOT NULL",
                "allocation_ratio FLOAT NOT NULL",
                "PRIMARY KEY (id)",
                "CONSTRAINT uniq_inventories0resource_provider_resource_class"
                    + " UNIQUE (resource_provider_id, resource_class_id)"),
            index("inventories_resource_class_id_idx", "inventories", "resource_class_id"),
            table(
                "placement_aggregates",
                "id INTEGER NOT NULL",
                "uuid VARCHAR(36)",
                "PRIMARY KEY (id)",
                "CONSTRAINT uniq_placement_aggregates0uuid UNIQUE (uuid)"),
            namedTable("projects", "external_id"),
            namedTable("resource_classes", "name"),
            table(
                "resource_provider_aggregates",
                "resource_provider_id INTEGER NOT NULL",
                "aggregate_id INTEGER NOT NULL",
                "PRIMARY KEY (resource_provider_id, aggregate_id)"),
            index(
                "resource_provider_aggregates_aggregate_id_idx", "resource_provider_aggregates",
                "aggregate_id"),
            table(
                "resource_providers",
                "id INTEGER NOT NULL",
                "uuid VARCHAR(36) NOT NULL",
                "name VARCHAR(200)",
                "generation INTEGER",
                "root_provider_id INTEGER",
                "parent_provider_id INTEGER",
                "PRIMARY KEY (id)",
                "FOREIGN KEY(parent_provider_id) REFERENCES resource_providers (id)",
                "FOREIGN KEY(root_provider_id) REFERENCES resource_providers (id)",
                "CONSTRAINT uniq_resource_providers0name UNIQUE (name)",
                "CONSTRAINT uniq_resource_providers0uuid UNIQUE (uuid)"),
            index(
                "resource_providers_parent_provider_id_idx", "resource_providers",
                "parent_provider_id"),
            index(
                "resource_providers_root_provider_id_idx", "resource_providers",
                "root_provider_id"),
            namedTable("traits", "name"),
            namedTable("users", "external_id"),
            table(
                "resource_provider_traits",
                "trait_id INTEGER NOT NULL",
                "resource_provider_id INTEGER NOT NULL",
                "PRIMARY KEY (trait_id, resource_provider_id)",
                "FOREIGN KEY(resource_provider_id) REFERENCES resource_providers (id)",
                "FOREIGN KEY(trait_id) REFERENCES traits (id)"),
            index(
                "resource_provider_traits_resource_provider_trait_idx",
                "resource_provider_traits", "resource_provider_id, trait_id"),
            namedTable("consumer_types", "name"),
            consumers(named: "\"consumers\""),
        ] + consumerIndexes

    /// The statement that makes the table of consumers, under this name.
    ///
    /// The reference rebuilds the table under another name and renames it, so that SQLite keeps
    /// its name in quotes.
    static func consumers(named name: String) -> String {
        table(
            name,
            "id INTEGER NOT NULL",
            "uuid VARCHAR(36) NOT NULL",
            "project_id INTEGER NOT NULL",
            "user_id INTEGER NOT NULL",
            "generation INTEGER DEFAULT 0 NOT NULL",
            "consumer_type_id INTEGER",
            "PRIMARY KEY (id)",
            "CONSTRAINT uniq_consumers0uuid UNIQUE (uuid)",
            "CONSTRAINT consumers_consumer_type_id_fkey"
                + " FOREIGN KEY(consumer_type_id) REFERENCES consumer_types (id)")
    }

    static let consumerIndexes = [
        index("consumers_project_id_uuid_idx", "consumers", "project_id, uuid"),
        index(
            "consumers_project_id_user_id_uuid_idx", "consumers", "project_id, user_id, uuid"),
        index("consumers_consumer_type_id_idx", "consumers", "consumer_type_id"),
    ]

    /// A table whose rows are an id and a unique text.
    static func namedTable(_ name: String, _ column: String) -> String {
        table(
            name,
            "id INTEGER NOT NULL",
            "\(column) VARCHAR(255) NOT NULL",
            "PRIMARY KEY (id)",
            "CONSTRAINT uniq_\(name)0\(column) UNIQUE (\(column))")
    }

    /// A table; `stamped` ones begin with the moments of creation and change.
    private static func table(
        _ name: String, stamped: Bool = true, _ lines: String...
    ) -> String {
        let stamps = stamped ? ["created_at DATETIME", "updated_at DATETIME"] : []
        return "CREATE TABLE \(name) (\n\t" + (stamps + lines).joined(separator: ", \n\t") + "\n)"
    }

    private static func index(_ name: String, _ table: String, _ columns: String) -> String {
        "CREATE INDEX \(name) ON \(table) (\(columns))"
    }
}
