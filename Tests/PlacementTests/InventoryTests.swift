// SPDX-License-Identifier: Apache-2.0

import Placement
import Testing

@Suite struct InventoryTests {
    @Test(arguments: [
        (8, 0, 1.0, 8), (8, 2, 1.5, 9), (100, 0, 1.15, 114), (3, 0, 0.5, 1), (3, 3, 16.0, 0),
        (3, 4, 0.5, 0), (3, 5, 1.0, -2),
    ])
    func `the capacity is rounded towards zero`(
        total: Int, reserved: Int, ratio: Double, capacity: Int
    ) {
        let inventory = Inventory(total: total, reserved: reserved, allocationRatio: ratio)
        #expect(inventory.capacity == capacity)
    }

    @Test func `a capacity beyond all bounds is one at the bounds`() {
        #expect(Inventory(total: 1, allocationRatio: 1e300).capacity == Int.max)
        #expect(Inventory(total: 1, allocationRatio: -1e300).capacity == Int.min)
        #expect(Inventory(total: 1, allocationRatio: -.infinity).capacity == Int.min)
    }
}
