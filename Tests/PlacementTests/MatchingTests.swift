// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Placement

@Suite struct MatchingTests {
    @Test(arguments: [
        ([[1], [2]], true), ([[1], [1]], false), ([[1, 2], [1]], true),
        ([[1, 2], [1, 2], [1, 2]], false), ([[1, 2], [2, 3], [1], [3, 4]], true),
        ([[1], []], false), ([], true),
    ])
    func `lists match if each can have an element of its own`(
        lists: [[Int32]], canBeMatched: Bool
    ) {
        #expect(canMatch(lists) == canBeMatched)
    }

    @Test(arguments: UInt64(0)..<200)
    func `the matching agrees with trying everything`(seed: UInt64) {
        var random = SplitMix64(state: seed)
        let lists = (0..<Int.random(in: 1...5, using: &random)).map { _ in
            (Int32(0)..<5).filter { _ in Int.random(in: 0...2, using: &random) == 0 }
        }
        func canFill(_ list: Int, _ taken: Set<Int32>) -> Bool {
            list == lists.count
                || lists[list].contains {
                    !taken.contains($0) && canFill(list + 1, taken.union([$0]))
                }
        }
        #expect(canMatch(lists) == canFill(0, []))
    }
}
