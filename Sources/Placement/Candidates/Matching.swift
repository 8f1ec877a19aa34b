// SPDX-License-Identifier: Apache-2.0

/// Whether each list can have one of its elements for itself: a bipartite matching.
///
/// Each list gets an element that is free, or one that is freed by giving its owner another one,
/// and so on: the shortest such chain is looked for.
func canMatch(_ lists: [[Int32]]) -> Bool {
    var owners: [Int32: Int] = [:]
    var owned = [Int32?](repeating: nil, count: lists.count)
    for start in lists.indices {
        var queue = [start]
        var cameFrom: [Int32: Int] = [:]
        var head = 0
        var free: Int32?
        while free == nil, head < queue.count {
            let current = queue[head]
            head += 1
            for element in lists[current] where cameFrom[element] == nil {
                cameFrom[element] = current
                guard let owner = owners[element] else {
                    free = element
                    break
                }
                queue.append(owner)
            }
        }
        // Along the chain, back to the start, everyone takes what was found for them.
        guard var element = free else { return false }
        while let taker = cameFrom[element] {
            let given = owned[taker]
            owners[element] = taker
            owned[taker] = element
            guard let given else { break }
            element = given
        }
    }
    return true
}
