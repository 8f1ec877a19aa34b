// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Placement

@Suite struct SupplyTests {
    private func supply(
        _ inventory: Inventory, usedBefore: Int = 0, released: Int = 0
    ) -> Supply {
        Supply(inventory, usedBefore: usedBefore, released: released)
    }

    @Test func `an amount up to the capacity is taken`() {
        var supply = supply(Inventory(total: 10, reserved: 2, allocationRatio: 2), usedBefore: 6)
        #expect(supply.take(10) == nil)
        #expect(supply.take(1) == .capacity)
    }

    @Test func `a refused amount takes nothing`() {
        var supply = supply(Inventory(total: 10))
        #expect(supply.take(11) == .capacity)
        #expect(supply.take(10) == nil)
    }

    @Test func `amounts of several consumers add up`() {
        var supply = supply(Inventory(total: 10))
        #expect(supply.take(6) == nil)
        #expect(supply.take(5) == .capacity)
        #expect(supply.take(4) == nil)
    }

    @Test func `what the consumers of the request held before is free again`() {
        var supply = supply(Inventory(total: 10), usedBefore: 10, released: 7)
        #expect(supply.take(7) == nil)
        #expect(supply.take(1) == .capacity)
    }

    @Test(arguments: [0, 1, 3, 9, 12])
    func `an amount outside of minimum, maximum and step is refused`(amount: Int) {
        var supply = supply(Inventory(total: 100, minUnit: 2, maxUnit: 10, stepSize: 2))
        #expect(supply.take(amount) == .constraints)
    }

    @Test(arguments: [2, 4, 10])
    func `an amount within minimum, maximum and step is taken`(amount: Int) {
        var supply = supply(Inventory(total: 100, minUnit: 2, maxUnit: 10, stepSize: 2))
        #expect(supply.take(amount) == nil)
    }

    @Test func `a step of zero in the database refuses instead of dividing by it`() {
        var supply = supply(Inventory(total: 100, stepSize: 0))
        #expect(supply.take(5) == .constraints)
    }

    @Test func `a fraction of capacity is no unit`() {
        var supply = supply(Inventory(total: 100, allocationRatio: 1.15))
        #expect(supply.take(115) == .capacity)
        #expect(supply.take(114) == nil)
    }

    @Test func `beyond its capacity a provider allows a claim that makes things better`() {
        var supply = supply(Inventory(total: 4), usedBefore: 12, released: 8)
        #expect(supply.take(6) == nil)
    }

    @Test func `beyond its capacity a provider allows a claim that changes nothing`() {
        var supply = supply(Inventory(total: 4), usedBefore: 12, released: 8)
        #expect(supply.take(8) == nil)
    }

    @Test func `beyond its capacity a provider refuses a claim that makes things worse`() {
        var supply = supply(Inventory(total: 4), usedBefore: 12, released: 8)
        #expect(supply.take(9) == .capacity)
    }

    @Test func `beyond its capacity a provider refuses a new consumer`() {
        var supply = supply(Inventory(total: 4), usedBefore: 12)
        #expect(supply.take(1) == .capacity)
    }

    @Test func `beyond its capacity a provider counts all consumers of the request`() {
        var supply = supply(Inventory(total: 4), usedBefore: 12, released: 8)
        #expect(supply.take(5) == nil)
        #expect(supply.take(4) == .capacity)
    }

    @Test(arguments: [
        Inventory(total: 10, reserved: 20), Inventory(total: Int.min, reserved: 1),
        Inventory(total: 10, allocationRatio: .nan), Inventory(total: 10, allocationRatio: -1),
    ])
    func `an inventory without capacity gives nothing`(inventory: Inventory) {
        var supply = supply(inventory)
        #expect(supply.take(1) == .capacity)
    }

    @Test func `the largest number is no trap`() {
        var supply = supply(
            Inventory(total: Int.max, maxUnit: Int.max, allocationRatio: 1e300),
            usedBefore: Int.max)
        #expect(supply.take(Int.max) == .capacity)
    }
}
