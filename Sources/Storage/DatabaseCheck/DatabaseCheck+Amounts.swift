// SPDX-License-Identifier: Apache-2.0

extension DatabaseCheck {
    /// What providers have and consumers hold.
    static let amounts = [
        DatabaseCheck(
            "inventory-values", .error, "inventories with numbers that the API would refuse",
            .advice("write the inventory again: PUT /resource_providers/UUID/inventories/CLASS"),
            query: """
                SELECT \(providerText("rp")) || ': ' || rc.name || ' total ' || i.total
                    || ', reserved ' || i.reserved || ', min_unit ' || i.min_unit
                    || ', max_unit ' || i.max_unit || ', step_size ' || i.step_size
                    || ', allocation_ratio ' || i.allocation_ratio
                FROM inventories i
                JOIN resource_providers rp ON rp.id = i.resource_provider_id
                JOIN resource_classes rc ON rc.id = i.resource_class_id
                WHERE i.total < 1 OR i.reserved < 0 OR i.reserved > i.total OR i.min_unit < 1
                    OR i.max_unit < 1 OR i.step_size < 1 OR i.allocation_ratio <= 0
                ORDER BY rp.id, rc.id
                """),
        DatabaseCheck(
            "allocation-values", .error, "allocations of less than 1",
            .statement("DELETE FROM allocations WHERE used < 1 OR typeof(used) <> 'integer'"),
            query: """
                SELECT 'consumer ' || consumer_id || ': ' || used FROM allocations
                WHERE used < 1 OR typeof(used) <> 'integer'
                ORDER BY id
                """),
        DatabaseCheck(
            "allocation-twice", .error,
            "consumers that hold the same class of the same provider more than once",
            .statement(
                """
                DELETE FROM allocations WHERE id NOT IN (SELECT max(id) FROM allocations \
                GROUP BY consumer_id, resource_provider_id, resource_class_id)
                """),
            query: """
                SELECT 'consumer ' || consumer_id || ', provider ' || coalesce(
                    (SELECT \(providerText("rp")) FROM resource_providers rp
                    WHERE rp.id = resource_provider_id), 'row ' || resource_provider_id)
                FROM allocations
                GROUP BY consumer_id, resource_provider_id, resource_class_id
                HAVING count(*) > 1
                """),
        DatabaseCheck(
            "allocation-inventory-gone", .error,
            "allocations of a class of which the provider has no inventory",
            .advice(
                "give the provider the inventory back, or have the consumers give the class up: "
                    + "provider blockers UUID names them"),
            query: """
                SELECT \(providerText("rp")) || ': ' || rc.name || ', ' || usage.used || ' used'
                FROM (\(usages)) AS usage
                JOIN resource_providers rp ON rp.id = usage.resource_provider_id
                JOIN resource_classes rc ON rc.id = usage.resource_class_id
                LEFT JOIN inventories i ON i.resource_provider_id = usage.resource_provider_id
                    AND i.resource_class_id = usage.resource_class_id
                WHERE i.id IS NULL
                """),
        DatabaseCheck(
            "provider-over-capacity", .warning,
            "providers of which more is used than they have, so that they take no more claims",
            .advice(
                "move consumers away or correct the inventory; it may be meant so, as when a "
                    + "host was shrunk"),
            query: """
                SELECT \(providerText("rp")) || ': ' || rc.name || ', ' || usage.used
                    || ' used of ' || CAST((i.total - i.reserved) * i.allocation_ratio AS INTEGER)
                FROM (\(usages)) AS usage
                JOIN inventories i ON i.resource_provider_id = usage.resource_provider_id
                    AND i.resource_class_id = usage.resource_class_id
                JOIN resource_providers rp ON rp.id = usage.resource_provider_id
                JOIN resource_classes rc ON rc.id = usage.resource_class_id
                WHERE usage.used > CAST((i.total - i.reserved) * i.allocation_ratio AS INTEGER)
                """),
        DatabaseCheck(
            "consumer-generation", .error, "consumers whose generation is no number from 0 on",
            .statement(
                """
                UPDATE consumers SET generation = 0 \
                WHERE typeof(generation) <> 'integer' OR generation < 0
                """),
            query: """
                SELECT 'consumer ' || uuid FROM consumers
                WHERE typeof(generation) <> 'integer' OR generation < 0
                ORDER BY id
                """),
        DatabaseCheck(
            "consumer-idle", .note,
            "consumers that hold nothing; refused claims leave some behind",
            .command("db purge"),
            query: """
                SELECT 'consumer ' || c.uuid FROM consumers c
                WHERE c.uuid NOT IN (SELECT consumer_id FROM allocations)
                ORDER BY c.id
                """),
    ]

    /// What is used of each class of each provider, read from one index.
    private static let usages = """
        SELECT resource_provider_id, resource_class_id, SUM(used) AS used FROM allocations
        GROUP BY resource_provider_id, resource_class_id
        """
}
