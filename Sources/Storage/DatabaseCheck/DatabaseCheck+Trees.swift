// SPDX-License-Identifier: Apache-2.0

extension DatabaseCheck {
    /// Providers and their trees, in the order in which damage has to be mended.
    static let trees = [
        DatabaseCheck(
            "provider-parent-gone", .error, "providers whose parent does not exist",
            .statement(
                """
                UPDATE resource_providers SET parent_provider_id = NULL \
                WHERE parent_provider_id NOT IN (SELECT id FROM resource_providers)
                """),
            query: """
                SELECT \(providerText("rp")) FROM resource_providers rp
                LEFT JOIN resource_providers parent ON parent.id = rp.parent_provider_id
                WHERE rp.parent_provider_id IS NOT NULL AND parent.id IS NULL
                ORDER BY rp.id
                """),
        DatabaseCheck(
            "provider-loop", .error, "providers that are their own ancestors, or below such",
            .advice(
                "make one provider of each loop a root, UPDATE resource_providers SET "
                    + "parent_provider_id = NULL WHERE uuid = 'UUID', and check again"),
            query: """
                WITH RECURSIVE reached(id) AS (
                    SELECT rp.id FROM resource_providers rp
                    LEFT JOIN resource_providers parent ON parent.id = rp.parent_provider_id
                    WHERE parent.id IS NULL
                    UNION ALL
                    SELECT child.id FROM reached
                    JOIN resource_providers child ON child.parent_provider_id = reached.id)
                SELECT \(providerText("rp")) FROM resource_providers rp
                WHERE rp.id NOT IN (SELECT id FROM reached)
                ORDER BY rp.id
                """),
        DatabaseCheck(
            "provider-root-missing", .error, "providers without a root, which nobody can see",
            .command("db online_data_migrations"),
            query: """
                SELECT \(providerText("rp")) FROM resource_providers rp
                WHERE rp.root_provider_id IS NULL
                ORDER BY rp.id
                """),
        DatabaseCheck(
            "provider-root-wrong", .error,
            "providers whose root is not the one at the top of their tree",
            .statement(
                """
                \(trueRoots) UPDATE resource_providers SET root_provider_id = tree.root FROM tree \
                WHERE tree.id = resource_providers.id AND root_provider_id <> tree.root
                """),
            query: """
                \(trueRoots)
                SELECT \(providerText("rp")) || ': below '
                    || (SELECT \(providerText("root")) FROM resource_providers root
                        WHERE root.id = tree.root)
                    || ', not ' || coalesce(
                        (SELECT \(providerText("root")) FROM resource_providers root
                        WHERE root.id = rp.root_provider_id), 'row ' || rp.root_provider_id)
                FROM tree JOIN resource_providers rp ON rp.id = tree.id
                WHERE rp.root_provider_id <> tree.root
                ORDER BY rp.id
                """),
        DatabaseCheck(
            "provider-generation", .error, "providers whose generation is no number from 0 on",
            .statement(
                """
                UPDATE resource_providers SET generation = 0 \
                WHERE generation IS NULL OR typeof(generation) <> 'integer' OR generation < 0
                """),
            query: """
                SELECT \(providerText("rp")) FROM resource_providers rp
                WHERE rp.generation IS NULL OR typeof(rp.generation) <> 'integer'
                    OR rp.generation < 0
                ORDER BY rp.id
                """),
        DatabaseCheck(
            "provider-uncounted", .warning,
            "providers of generation 0 that have inventories, which another program wrote",
            .statement(
                """
                UPDATE resource_providers SET generation = 1 WHERE generation = 0 \
                AND id IN (SELECT resource_provider_id FROM inventories)
                """),
            query: """
                SELECT \(providerText("rp")) FROM resource_providers rp
                WHERE rp.generation = 0
                    AND rp.id IN (SELECT resource_provider_id FROM inventories)
                ORDER BY rp.id
                """),
    ]

    /// Each provider with the root that its parents lead to; those in a loop are not there.
    private static let trueRoots = """
        WITH RECURSIVE tree(id, root) AS (\
        SELECT id, id FROM resource_providers WHERE parent_provider_id IS NULL \
        UNION ALL \
        SELECT child.id, tree.root FROM tree \
        JOIN resource_providers child ON child.parent_provider_id = tree.id)
        """
}
