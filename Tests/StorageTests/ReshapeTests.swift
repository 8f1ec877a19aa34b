// SPDX-License-Identifier: Apache-2.0

import Placement
import Storage
import Testing

@Suite struct ReshapeTests {
    let ledger: ClaimLedger

    init() throws {
        ledger = try ClaimLedger(["host", "child"])
    }

    private func reshape(
        _ provider: String, at generation: Int?, _ inventories: [String: Int]
    ) -> Reshape {
        Reshape(
            provider: provider, generation: generation,
            generationText: generation.map(String.init) ?? "9e99",
            inventories: inventories.sorted { $0.key < $1.key }.map {
                ClassInventory($0.key, Inventory(total: $0.value))
            })
    }

    private func refusal(_ inventories: Reshape..., claims: Claim...) -> PlacementError? {
        do {
            _ = try ledger.write { try $0.reshape(inventories, claims) }
            return nil
        } catch {
            return error as? PlacementError
        }
    }

    /// What a provider has, as `VCPU=10`, in order.
    private func inventories(of uuid: String) throws -> [String] {
        try ledger.write { try $0.inventories(ofProvider: uuid).inventories }
            .map { "\($0.resourceClass)=\($0.inventory.total)" }
    }

    @Test func `inventory moves to a child with what is held of it`() throws {
        try ledger.claim(Claim("c", ["host": ["VCPU": 8, "MEMORY_MB": 10]]))
        let inventories = [
            reshape("host", at: 2, ["MEMORY_MB": 1000]), reshape("child", at: 1, ["VCPU": 10]),
        ]
        let claim = Claim("c", ["host": ["MEMORY_MB": 10], "child": ["VCPU": 8]])
        #expect(try ledger.write { try $0.reshape(inventories, [claim]) } == nil)
        #expect(try self.inventories(of: "host") == ["MEMORY_MB=1000"])
        #expect(try self.inventories(of: "child") == ["VCPU=10"])
        #expect(try ledger.holdings(of: "c") == ["child:VCPU=8", "host:MEMORY_MB=10"])
        #expect(try ledger.consumers() == ["c 2 project user -"])
    }

    @Test func `a reshape that changes nothing counts a generation up twice`() throws {
        let same = reshape("host", at: 1, ["VCPU": 10, "MEMORY_MB": 1000])
        try ledger.write { _ = try $0.reshape([same], []) }
        #expect(try ledger.generation(of: "host") == 3)
        #expect(try ledger.generation(of: "child") == 1)
    }

    @Test func `a claim counts the generation up once more`() throws {
        let same = reshape("host", at: 1, ["VCPU": 10])
        let claim = Claim("c", ["host": ["VCPU": 1], "child": ["VCPU": 1]])
        try ledger.write { _ = try $0.reshape([same], [claim]) }
        #expect(try ledger.generation(of: "host") == 4)
        #expect(try ledger.generation(of: "child") == 2)
    }

    @Test func `taking all inventory away counts a generation up once`() throws {
        let none = reshape("host", at: 1, [:])
        try ledger.write { _ = try $0.reshape([none], []) }
        #expect(try inventories(of: "host").isEmpty)
        #expect(try ledger.generation(of: "host") == 2)
    }

    @Test func `inventories that stay are rewritten, new ones too`() throws {
        let inventories = [reshape("host", at: 1, ["VCPU": 10, "DISK_GB": 5])]
        try ledger.write(at: 5) { _ = try $0.reshape(inventories, []) }
        #expect(
            try ledger.rows(
                """
                SELECT DISTINCT substr(i.updated_at, 18) FROM inventories i
                JOIN resource_providers rp ON rp.id = i.resource_provider_id
                WHERE rp.uuid = 'host'
                """) == ["25.000000"])
    }

    @Test func `an unknown provider of inventories is refused and leaves nothing behind`() throws {
        #expect(
            refusal(
                reshape("nobody", at: 1, ["VCPU": 1]), claims: Claim("c", ["nowhere": ["VCPU": 1]]))
                == .reshapedProviderNotFound(uuid: "nobody"))
        #expect(try ledger.consumers().isEmpty)
    }

    @Test(arguments: [0, 2, nil])
    func `another generation of a provider is refused`(generation: Int?) {
        #expect(
            refusal(reshape("host", at: generation, ["VCPU": 1]))
                == .reshapedProviderGenerationConflict(
                    uuid: "host", actual: 1, given: generation.map(String.init) ?? "9e99"))
    }

    @Test func `an unknown provider of a claim leaves the new consumer behind`() throws {
        let inventories = [reshape("host", at: 1, ["VCPU": 1])]
        let claim = Claim("c", ["nowhere": ["VCPU": 1]])
        #expect(
            try ledger.write { try $0.reshape(inventories, [claim]) }
                == .claimedProviderNotFound(uuid: "nowhere"))
        #expect(try ledger.consumers() == ["c 0 project user -"])
        #expect(try ledger.generation(of: "host") == 1)
    }

    @Test func `inventory that stays in use cannot go`() throws {
        try ledger.claim(Claim("c", ["host": ["VCPU": 1, "MEMORY_MB": 1]]))
        #expect(
            refusal(reshape("host", at: 2, ["DISK_GB": 1]))
                == .inventoryInUse(resourceClasses: ["VCPU", "MEMORY_MB"], provider: "host"))
        #expect(try inventories(of: "host") == ["VCPU=10", "MEMORY_MB=1000"])
        #expect(try ledger.generation(of: "host") == 2)
    }

    @Test func `inventory goes when its consumers leave in the same request`() throws {
        try ledger.claim(Claim("c", ["host": ["VCPU": 1]]))
        #expect(
            refusal(reshape("host", at: 2, [:]), claims: Claim("c", ["child": ["VCPU": 1]])) == nil)
        #expect(try inventories(of: "host").isEmpty)
    }

    @Test func `a consumer may be emptied`() throws {
        try ledger.claim(Claim("c", ["host": ["VCPU": 1]]))
        #expect(refusal(reshape("host", at: 2, [:]), claims: Claim("c", [:])) == nil)
        #expect(try ledger.consumers().isEmpty)
        #expect(try ledger.generation(of: "host") == 4)
    }

    @Test func `a claim must fit the new inventory`() throws {
        try ledger.claim(Claim("c", ["host": ["VCPU": 4]]))
        #expect(
            refusal(
                reshape("host", at: 2, ["VCPU": 3]), claims: Claim("c", ["host": ["VCPU": 5]]))
                == .capacityExceeded(resourceClass: "VCPU", provider: "host"))
    }

    @Test func `inventory may shrink under consumers whose claims stay as they are`() throws {
        try ledger.claim(Claim("c", ["host": ["VCPU": 4]]))
        #expect(
            refusal(
                reshape("host", at: 2, ["VCPU": 3]), claims: Claim("c", ["host": ["VCPU": 4]]))
                == nil)
    }

    @Test func `an unknown class of an inventory is refused`() throws {
        #expect(
            refusal(reshape("host", at: 1, ["VCPU": 3, "vcpu": 3]))
                == .resourceClassNotFound(name: "vcpu"))
        #expect(try ledger.generation(of: "host") == 1)
    }

    @Test func `hundreds of consumers take all or nothing`() throws {
        try ledger.resize("host", "MEMORY_MB", Inventory(total: 300))
        let claims = (0..<300).map { Claim("c\($0)", ["host": ["MEMORY_MB": 1]]) }
        let inventories = [reshape("host", at: 2, ["MEMORY_MB": 299])]
        #expect(
            throws: PlacementError.capacityExceeded(resourceClass: "MEMORY_MB", provider: "host")
        ) {
            try ledger.write { try $0.reshape(inventories, claims) }
        }
        #expect(try ledger.consumers().isEmpty)
        #expect(try ledger.write { try $0.write(claims) } == nil)
        #expect(try ledger.consumers().count == 300)
    }
}
