// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Placement

@Suite struct ClassStockTests {
    private func stock(_ total: Int, used: Int, ratio: Double = 1) -> Stock {
        Stock(
            total: total, reserved: 1, allocationRatio: ratio, used: used, minimum: 1,
            maximum: total, step: 1)
    }

    @Test func `the stock of all providers is added up by class`() {
        let names = CatalogNames(
            traits: [:], resourceClasses: ["VCPU": 0, "DISK_GB": 2, "NET_BW": 7], aggregates: [:])
        var builder = CatalogBuilder(names: names)
        builder.addProvider(id: 1, uuid: "a", parentID: nil, rootID: 1)
        builder.addProvider(id: 200, uuid: "b", parentID: 1, rootID: 1)
        builder.add(stock(9, used: 3, ratio: 2), of: 0, to: 1)
        builder.add(stock(5, used: 5), of: 0, to: 200)
        builder.add(stock(101, used: 0), of: 2, to: 200)
        let catalog = builder.build()
        #expect(catalog.providerCount == 2)
        #expect(catalog.rootCount == 1)
        let found = catalog.stockByClass.map {
            "\($0.resourceClass) \($0.providers) \($0.capacity) \($0.used) "
                + "\($0.overCapacityProviders)"
        }
        #expect(found == ["DISK_GB 1 100.0 0.0 0", "VCPU 2 20.0 8.0 1"])
    }

    @Test func `an empty cloud has no stock`() {
        let names = CatalogNames(traits: [:], resourceClasses: ["VCPU": 0], aggregates: [:])
        #expect(Catalog(names: names).stockByClass.isEmpty)
    }
}
