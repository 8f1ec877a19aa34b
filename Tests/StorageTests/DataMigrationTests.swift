// SPDX-License-Identifier: Apache-2.0

import Placement
import SQL
import SQLite
import Testing

@testable import Storage

@Suite struct DataMigrationTests {
    let database: SQLite.Database

    /// Three providers without a root, and three consumers without a row, one with two allocations.
    init() throws {
        database = try SQLite.Database.inMemory()
        try database.write { connection in
            try DatabaseSchema.create(on: connection)
            for name in ["a", "b", "c"] {
                try connection.run(
                    "INSERT INTO resource_providers (uuid, name, generation) VALUES (?, ?, 0)",
                    [.text(name), .text(name)])
            }
            for (consumer, resourceClass) in [("x", 0), ("x", 1), ("y", 0), ("z", 0)] {
                try connection.run(
                    """
                    INSERT INTO allocations
                        (resource_provider_id, consumer_id, resource_class_id, used)
                    VALUES (1, ?, ?, 1)
                    """, [.text(consumer), .integer(resourceClass)])
            }
        }
    }

    private func with<Result: Sendable>(
        _ work: @escaping @Sendable (Store) throws -> Result
    ) throws -> Result {
        try database.write { try work(Store($0, now: Timestamp(microseconds: 1_000_000))) }
    }

    @Test func `providers get themselves as roots, some at a time`() throws {
        #expect(try with { try $0.hasMissingRootProviders() })
        #expect(throws: PlacementError.resourceProviderNotFound(uuid: "a")) {
            try with { try $0.resourceProvider(uuid: "a") }
        }
        #expect(try with { try $0.setMissingRootProviders(limit: 2) } == 2)
        #expect(try with { try $0.setMissingRootProviders(limit: 2) } == 1)
        #expect(try with { try $0.setMissingRootProviders(limit: 2) } == 0)
        #expect(try with { try $0.hasMissingRootProviders() } == false)
        #expect(try with { try $0.resourceProvider(uuid: "a").rootUUID } == "a")
    }

    @Test func `consumers are made once each, some at a time`() throws {
        let add: @Sendable (Store) throws -> Int = {
            try $0.addMissingConsumers(limit: 2, projectID: "project", userID: "user")
        }
        #expect(try with { try $0.missingConsumerCount() } == 3)
        #expect(try with(add) == 2)
        #expect(try with(add) == 1)
        #expect(try with(add) == 0)
        #expect(try with { try $0.missingConsumerCount() } == 0)
        let rows = try database.read { connection in
            try connection.rows(
                """
                SELECT c.uuid || ' ' || p.external_id || ' ' || u.external_id || ' ' || c.generation
                FROM consumers c
                JOIN projects p ON p.id = c.project_id
                JOIN users u ON u.id = c.user_id
                ORDER BY c.uuid
                """
            ) { $0.text(0) }
        }
        #expect(rows == ["x project user 0", "y project user 0", "z project user 0"])
    }
}
