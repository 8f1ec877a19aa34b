// SPDX-License-Identifier: Apache-2.0

/// Which of a page's 64 providers have something, for each thing that at least one of them has.
///
/// A column is a thing (a trait, an aggregate, a resource class) named by its database identity;
/// bit `n` of its word stands for the provider in slot `n`.
struct SlotColumns: Equatable, Sendable {
    /// The things, in ascending order.
    private(set) var ids: [Int32] = []
    /// One word a thing; never 0.
    private(set) var words: [UInt64] = []

    /// The position of a thing's column, or `nil` if no provider of the page has it.
    func index(of id: Int32) -> Int? {
        let position = lowerBound(id)
        return position < ids.count && ids[position] == id ? position : nil
    }

    /// The providers that have one thing.
    func word(_ id: Int32) -> UInt64 {
        let position = lowerBound(id)
        return position < ids.count && ids[position] == id ? words[position] : 0
    }

    /// The providers that have at least one of several things.
    func word(anyOf wanted: [Int32]) -> UInt64 {
        var result: UInt64 = 0
        for id in wanted { result |= word(id) }
        return result
    }

    /// The things that one provider has, in ascending order.
    func ids(inSlot slot: Int) -> [Int32] {
        let bit = UInt64(1) << UInt64(slot)
        var result: [Int32] = []
        for position in words.indices where words[position] & bit != 0 {
            result.append(ids[position])
        }
        return result
    }

    /// Gives a thing to the provider in a slot; cheap if things come in ascending order.
    mutating func insert(_ id: Int32, slot: Int) {
        let bit = UInt64(1) << UInt64(slot)
        if let last = ids.last {
            if last == id {
                words[words.count - 1] |= bit
                return
            }
            if last > id {
                let position = lowerBound(id)
                if ids[position] == id {
                    words[position] |= bit
                } else {
                    ids.insert(id, at: position)
                    words.insert(bit, at: position)
                }
                return
            }
        }
        ids.append(id)
        words.append(bit)
    }

    /// Takes everything from the provider in a slot.
    mutating func clear(slot: Int) {
        let bit = UInt64(1) << UInt64(slot)
        var kept = 0
        for position in words.indices {
            let word = words[position] & ~bit
            guard word != 0 else { continue }
            words[kept] = word
            ids[kept] = ids[position]
            kept += 1
        }
        words.removeLast(words.count - kept)
        ids.removeLast(ids.count - kept)
    }

    private func lowerBound(_ id: Int32) -> Int {
        var low = 0
        var high = ids.count
        while low < high {
            let middle = (low + high) / 2
            if ids[middle] < id { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
