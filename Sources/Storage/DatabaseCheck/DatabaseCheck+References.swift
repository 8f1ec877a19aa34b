// SPDX-License-Identifier: Apache-2.0

extension DatabaseCheck {
    /// Rows that name a row of another table that is not there.
    ///
    /// SQLite has not been asked to prevent them: see `PRAGMA foreign_keys` in the driver.
    static let references =
        [
            orphans(
                "inventory-provider-gone", "inventories", "resource_provider_id",
                of: "resource_providers"),
            orphans(
                "inventory-class-gone", "inventories", "resource_class_id", of: "resource_classes"),
            orphans(
                "allocation-provider-gone", "allocations", "resource_provider_id",
                of: "resource_providers"),
            orphans(
                "allocation-class-gone", "allocations", "resource_class_id", of: "resource_classes"),
            orphans(
                "trait-provider-gone", "resource_provider_traits", "resource_provider_id",
                of: "resource_providers"),
            orphans(
                "trait-gone", "resource_provider_traits", "trait_id", of: "traits"),
            orphans(
                "aggregate-provider-gone", "resource_provider_aggregates", "resource_provider_id",
                of: "resource_providers"),
            orphans(
                "aggregate-gone", "resource_provider_aggregates", "aggregate_id",
                of: "placement_aggregates"),
            DatabaseCheck(
                "allocation-consumer-gone", .error, "allocations whose consumer has no row",
                .command("db online_data_migrations"),
                query: """
                    SELECT 'consumer ' || a.consumer_id FROM allocations a
                    LEFT JOIN consumers c ON c.uuid = a.consumer_id
                    WHERE c.id IS NULL
                    ORDER BY a.consumer_id
                    """),
        ] + [owner("project"), owner("user")]
        + [
            DatabaseCheck(
                "consumer-type-gone", .error, "consumers whose type does not exist",
                .statement(
                    """
                    UPDATE consumers SET consumer_type_id = NULL \
                    WHERE consumer_type_id NOT IN (SELECT id FROM consumer_types)
                    """),
                query: """
                    SELECT 'consumer ' || c.uuid FROM consumers c
                    LEFT JOIN consumer_types t ON t.id = c.consumer_type_id
                    WHERE c.consumer_type_id IS NOT NULL AND t.id IS NULL
                    ORDER BY c.id
                    """)
        ]

    /// Rows that mean nothing without the row that they name.
    private static func orphans(
        _ name: String, _ table: String, _ column: String, of target: String
    ) -> DatabaseCheck {
        var place = "'\(column) ' || t.\(column)"
        if table == "allocations" { place += " || ', consumer ' || t.consumer_id" }
        if target != "resource_providers" {
            place += """
                 || coalesce(', provider ' || (SELECT \(providerText("rp"))
                    FROM resource_providers rp WHERE rp.id = t.resource_provider_id), '')
                """
        }
        return DatabaseCheck(
            name, .error,
            "rows of \(table) whose \(column) names nothing",
            .statement(
                "DELETE FROM \(table) WHERE \(column) NOT IN (SELECT id FROM \(target))"),
            query: """
                SELECT \(place) FROM \(table) t
                LEFT JOIN \(target) target ON target.id = t.\(column)
                WHERE target.id IS NULL
                ORDER BY t.\(column)
                """)
    }

    private static func owner(_ kind: String) -> DatabaseCheck {
        DatabaseCheck(
            "consumer-\(kind)-gone", .error, "consumers whose \(kind) has no row",
            .statement(
                """
                INSERT INTO \(kind)s (id, external_id) \
                SELECT DISTINCT \(kind)_id, 'lost-\(kind)-' || \(kind)_id FROM consumers \
                WHERE \(kind)_id NOT IN (SELECT id FROM \(kind)s)
                """),
            query: """
                SELECT 'consumer ' || c.uuid FROM consumers c
                LEFT JOIN \(kind)s owner ON owner.id = c.\(kind)_id
                WHERE owner.id IS NULL
                ORDER BY c.id
                """)
    }
}
