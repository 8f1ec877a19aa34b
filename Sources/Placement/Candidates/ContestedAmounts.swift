// SPDX-License-Identifier: Apache-2.0

extension SearchPlan.Contested {
    /// Whether providers with this stock might serve all slots, by the number of slots that each
    /// can serve at most: one that has three units serves one group that asks for two, and the
    /// third unit is of no use to another such group.
    ///
    /// That is looked at for all slots, then for those that ask for more than the least, and so
    /// on: those that ask for much are harder to place.
    func canBeSplit(over stock: [Stock]) -> Bool {
        var start = amounts.startIndex
        while start < amounts.endIndex {
            let rest = amounts[start...]
            guard stock.reduce(0, { $0 + $1.most(of: rest) }) >= rest.count else { return false }
            let least = amounts[start]
            start = rest.firstIndex { $0 > least } ?? amounts.endIndex
        }
        return true
    }

    /// What all slots ask for together; `nil` if that is more than any number.
    var sum: Int? {
        var sum = 0
        for (_, amount) in askers {
            let (total, overflow) = sum.addingReportingOverflow(amount)
            guard !overflow else { return nil }
            sum = total
        }
        return sum
    }
}

extension Stock {
    /// How many of some amounts, the least first, one provider can serve at most.
    fileprivate func most(of amounts: ArraySlice<Int>) -> Int {
        var sum = 0
        var count = 0
        for amount in amounts {
            let (total, overflow) = sum.addingReportingOverflow(amount)
            guard !overflow, fits(sum: total) else { break }
            sum = total
            count += 1
        }
        return count
    }
}
