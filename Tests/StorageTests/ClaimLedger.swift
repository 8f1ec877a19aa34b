// SPDX-License-Identifier: Apache-2.0

import Placement
import SQL
import SQLite
import Storage

/// A fresh database with providers to claim from.
struct ClaimLedger {
    static let start = Timestamp(microseconds: 1_700_000_000_000_000)

    let database: SQLite.Database

    /// Makes one provider a name, each with 10 VCPU and 1000 MEMORY_MB.
    init(_ providers: [String] = ["host"]) throws {
        database = try Database.inMemory()
        try database.write { try DatabaseSchema.create(on: $0) }
        try write { store in
            try store.syncStandardNames()
            for name in providers {
                var provider = try store.addResourceProvider(
                    uuid: name, name: name, parentUUID: nil)
                try store.setInventories(
                    [
                        ClassInventory("VCPU", Inventory(total: 10)),
                        ClassInventory("MEMORY_MB", Inventory(total: 1000)),
                    ], of: &provider)
            }
        }
    }

    /// One transaction, `seconds` after the ledger was made.
    @discardableResult
    func write<Result: Sendable>(
        at seconds: Int = 0, _ work: @escaping @Sendable (Store) throws -> Result
    ) throws -> Result {
        let now = Timestamp(microseconds: ClaimLedger.start.microseconds + seconds * 1_000_000)
        return try database.write { try work(Store($0, now: now)) }
    }

    /// Writes claims; returns the refusal that leaves something behind.
    @discardableResult
    func claim(_ claims: Claim..., at seconds: Int = 0) throws -> PlacementError? {
        try write(at: seconds) { try $0.write(claims) }
    }

    /// The refusal that leaves nothing behind, of claims that must be refused.
    func refusal(of claims: Claim...) -> PlacementError? {
        do {
            _ = try write { try $0.write(claims) }
            return nil
        } catch {
            return error as? PlacementError
        }
    }

    func generation(of provider: String) throws -> Int {
        try write { try $0.resourceProvider(uuid: provider).generation }
    }

    /// What a consumer holds, as `host:VCPU=2`, in order.
    func holdings(of consumer: String) throws -> [String] {
        try write { try $0.allocations(ofConsumer: consumer).allocations }
            .map { "\($0.provider):\($0.resourceClass)=\($0.used)" }.sorted()
    }

    /// Rows of a query, each as one text.
    func rows(_ sql: String) throws -> [String] {
        try database.read { try $0.rows(sql) { $0.text(0) } }
    }

    /// Runs a statement behind the service's back.
    func run(_ sql: String) throws {
        _ = try database.write { try $0.run(sql) }
    }

    func consumers() throws -> [String] {
        try rows(
            """
            SELECT c.uuid || ' ' || c.generation || ' ' || p.external_id || ' ' || u.external_id
                || ' ' || coalesce(t.name, '-')
            FROM consumers c
            JOIN projects p ON p.id = c.project_id
            JOIN users u ON u.id = c.user_id
            LEFT JOIN consumer_types t ON t.id = c.consumer_type_id
            ORDER BY c.uuid
            """)
    }

    /// Sets what a provider has of a class, without any check.
    func resize(_ provider: String, _ resourceClass: String, _ inventory: Inventory) throws {
        try write { store in
            var provider = try store.resourceProvider(uuid: provider)
            try store.update(ClassInventory(resourceClass, inventory), of: &provider)
        }
    }
}

extension Claim {
    /// A claim of a project, user and type that are all called by their own words.
    init(
        _ consumer: String, generation: ExpectedGeneration = .unchecked,
        project: String = "project",
        user: String = "user", type: String? = nil, _ shares: [String: [String: Int]]
    ) {
        self.init(
            consumer: consumer, projectID: project, userID: user, consumerType: type,
            generation: generation,
            shares: shares.sorted { $0.key < $1.key }.map { provider, resources in
                Share(
                    provider: provider,
                    resources: resources.sorted { $0.key < $1.key }
                        .map { ResourceAmount($0.key, $0.value) })
            })
    }
}
