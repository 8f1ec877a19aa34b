// SPDX-License-Identifier: Apache-2.0

/// Finds the candidates of one tree after another, with the same buffers for all.
///
/// Load a root, then ask for one candidate at a time: a depth-first search over the slots, in
/// which a choice that cannot lead to a candidate is given up at once.
struct TreeSearch {
    let plan: SearchPlan
    let catalog: Catalog
    /// The provider chosen for each slot, in the order of the plan; -1 where none is.
    private(set) var assignment: [Int32]
    /// How many choices were tried in all.
    private(set) var steps = 0
    /// How many choices may be tried in all.
    private let stepCeiling: Int

    /// The providers that may fill each slot of the loaded root.
    private var options: [[Int32]]
    /// Which sets of traits each option covers, `coverageWords` words an option; only for slots
    /// of the group without a suffix.
    private var covers: [[UInt64]]
    /// The slots in the order in which they are filled: the fewest options first.
    private var order: [Int]
    /// The position of the option chosen at each level of the search.
    private var positions: [Int32]
    private var level = -1
    private var isSolitary = false

    private let coverageWords: Int
    private let fullCoverage: [UInt64]
    /// What was covered before each level, and what the levels from it on can still cover.
    private var covered: [UInt64]
    private var coverable: [UInt64]
    /// The lowest provider above all those chosen before each level, for each subtree rule.
    private var tops: [SubtreeTop]

    /// How far a subtree rule is kept by the choices so far.
    private struct SubtreeTop {
        /// The lowest common ancestor, or -1 before the first choice.
        var id: Int32 = -1
        /// Whether it is itself one of the chosen.
        var isChosen = false
    }

    init(_ plan: SearchPlan, _ catalog: Catalog, coverageCount: Int, stepCeiling: Int) {
        self.plan = plan
        self.catalog = catalog
        self.stepCeiling = stepCeiling
        let count = plan.slots.count
        assignment = [Int32](repeating: -1, count: count)
        options = [[Int32]](repeating: [], count: count)
        covers = [[UInt64]](repeating: [], count: count)
        order = Array(0..<count)
        positions = [Int32](repeating: -1, count: count)
        coverageWords = (coverageCount + 63) / 64
        var full = [UInt64](repeating: .max, count: coverageWords)
        if coverageCount % 64 != 0 { full[coverageWords - 1] = 1 << UInt64(coverageCount % 64) - 1 }
        fullCoverage = full
        covered = [UInt64](repeating: 0, count: coverageWords * (count + 1))
        coverable = covered
        tops = [SubtreeTop](repeating: SubtreeTop(), count: plan.subtrees.count * (count + 1))
    }

    /// How many combinations the loaded root has before rules between slots are looked at.
    var combinations: Double {
        options.reduce(1) { $0 * Double($1.count) }
    }

    /// Prepares for a provider that fills all slots alone.
    mutating func load(solitary id: Int32) {
        isSolitary = true
        level = 0
        for slot in assignment.indices { assignment[slot] = id }
    }

    /// Collects the options of a root; `false` if it is sure to have no candidate.
    mutating func load(root: Int32, _ filter: inout PageFilter) -> Bool {
        isSolitary = false
        level = -1
        for slot in plan.slots.indices {
            options[slot].removeAll(keepingCapacity: true)
            assignment[slot] = -1
        }
        guard !plan.slots.isEmpty, collectOptions(root: root, &filter) else { return false }
        for slot in options.indices where options[slot].isEmpty { return false }
        // Order: few options first; the plan's own order among equals.
        if order.count > 1 {
            order.sort { (options[$0].count, $0) < (options[$1].count, $1) }
        }
        if coverageWords > 0, !collectCoverage(&filter) { return false }
        guard hasStockForContested, hasProviderForEachSuffix else { return false }
        level = 0
        positions[0] = -1
        return true
    }

    /// Moves to the next candidate; `false` after the last one.
    ///
    /// One tree alone may have more choices without a candidate than anybody can wait for, so the
    /// ceiling is looked at here, not between trees or candidates.
    ///
    /// - Throws: ``CandidateError/tooMuchWork(ceiling:)``; the search cannot go on then.
    mutating func next() throws(CandidateError) -> Bool {
        if isSolitary {
            defer { level -= 1 }
            return level == 0 && contestedFit(solitary: assignment[0])
        }
        let last = order.count - 1
        while level >= 0 {
            let slot = order[level]
            assignment[slot] = -1
            positions[level] += 1
            let position = Int(positions[level])
            guard position < options[slot].count else {
                level -= 1
                continue
            }
            try countStep()
            guard choose(position, slot: slot) else { continue }
            if level == last { return true }
            level += 1
            positions[level] = -1
        }
        return false
    }

    /// Fills the slots with options drawn by chance; `false` if they make no candidate.
    ///
    /// - Throws: ``CandidateError/tooMuchWork(ceiling:)``.
    mutating func draw(
        _ random: inout some RandomNumberGenerator
    ) throws(CandidateError) -> Bool {
        for slot in assignment.indices { assignment[slot] = -1 }
        for next in order.indices {
            level = next
            let slot = order[next]
            try countStep()
            guard choose(Int.random(in: 0..<options[slot].count, using: &random), slot: slot)
            else { return false }
        }
        return true
    }

    private mutating func countStep() throws(CandidateError) {
        steps += 1
        guard steps <= stepCeiling else { throw .tooMuchWork(ceiling: stepCeiling) }
    }

    /// Where the search stands, to go on later.
    var state: [Int32] { positions }

    /// Goes on where the search of the loaded root stood.
    mutating func resume(_ state: [Int32]) {
        for next in order.indices {
            level = next
            positions[next] = state[next]
            _ = choose(Int(state[next]), slot: order[next])
        }
    }
}

// MARK: - Rules between slots

extension TreeSearch {
    /// Tries an option at the level of the search.
    private mutating func choose(_ position: Int, slot: Int) -> Bool {
        let id = options[slot][position]
        guard isAllowed(id, slot: slot) else { return false }
        guard coverageWords == 0 || covers(position, slot: slot) else { return false }
        guard plan.subtrees.isEmpty || keepsSubtrees(id, slot: slot) else { return false }
        assignment[slot] = id
        return true
    }

    /// Whether a provider may fill a slot beside the choices made so far.
    private func isAllowed(_ id: Int32, slot: Int) -> Bool {
        let asked = plan.slots[slot]
        for position in asked.contested {
            let contested = plan.contested[position]
            var sum = 0
            var isShared = false
            for (other, amount) in contested.askers
            where other == slot || assignment[other] == id {
                let (total, overflow) = sum.addingReportingOverflow(amount)
                guard !overflow else { return false }
                sum = total
                isShared = isShared || other != slot
            }
            guard !isShared || fits(sum, of: contested.resourceClass, from: id) else {
                return false
            }
        }
        if plan.isolates, asked.isSuffixed {
            for other in assignment.indices
            where assignment[other] == id && plan.slots[other].isSuffixed { return false }
        }
        if plan.usesOneProviderOfATree, !asked.resources.isEmpty {
            let root = catalog.root(of: id)
            for other in assignment.indices where assignment[other] >= 0 {
                if assignment[other] != id, !plan.slots[other].resources.isEmpty,
                    catalog.root(of: assignment[other]) == root
                {
                    return false
                }
            }
        }
        return true
    }

    /// Whether one provider can serve all slots together, each of which it fills.
    private func contestedFit(solitary id: Int32) -> Bool {
        plan.contested.allSatisfy { contested in
            guard let sum = contested.sum else { return false }
            return fits(sum, of: contested.resourceClass, from: id)
        }
    }

    private func fits(_ sum: Int, of resourceClass: Int32, from id: Int32) -> Bool {
        catalog.page(of: id).stock.stock(of: resourceClass, slot: Int(id) & 63)?.fits(sum: sum)
            ?? false
    }

    /// Notes what is covered with an option; `false` if the required traits are out of reach.
    private mutating func covers(_ position: Int, slot: Int) -> Bool {
        let before = level * coverageWords
        let after = before + coverageWords
        var isReachable = true
        for word in 0..<coverageWords {
            var now = covered[before + word]
            if !plan.slots[slot].isSuffixed {
                now |= covers[slot][position * coverageWords + word]
            }
            covered[after + word] = now
            if (now | coverable[after + word]) != fullCoverage[word] { isReachable = false }
        }
        return isReachable
    }

    /// Notes how far the subtree rules are kept; `false` if one is broken for good.
    private mutating func keepsSubtrees(_ id: Int32, slot: Int) -> Bool {
        let count = plan.subtrees.count
        for (rule, slots) in plan.subtrees.enumerated() {
            var top = tops[level * count + rule]
            if slots.contains(slot) {
                let old = top.id
                if old < 0 {
                    top = SubtreeTop(id: id, isChosen: true)
                } else {
                    let common = catalog.commonAncestor(old, id)
                    guard common >= 0 else { return false }
                    top.isChosen = common == id || (common == old && top.isChosen)
                    top.id = common
                }
                guard top.isChosen || canBeTopped(top.id, by: slots, except: slot) else {
                    return false
                }
            }
            tops[(level + 1) * count + rule] = top
        }
        return true
    }

    /// Whether a slot that is still empty has an option at or above a provider.
    private func canBeTopped(_ id: Int32, by slots: [Int], except slot: Int) -> Bool {
        for other in slots where other != slot && assignment[other] < 0 {
            for option in options[other] where catalog.isAncestor(option, ofOrSame: id) {
                return true
            }
        }
        return false
    }
}

// MARK: - Loading a root

extension TreeSearch {
    private mutating func collectOptions(root: Int32, _ filter: inout PageFilter) -> Bool {
        let rootPage = Int(root) >> 6
        let rootBit = UInt64(1) << UInt64(root & 63)
        let isRootMember = filter.members(page: rootPage) & rootBit != 0
        let isRootOutcast = filter.outcasts(page: rootPage) & rootBit != 0
        if isRootOutcast, plan.unsuffixedGroup != nil { return false }
        let descendants = catalog.pages[rootPage].shape.descendants[Int(root) & 63]
        collect(root, isRootMember: isRootMember, &filter)
        for id in descendants { collect(id, isRootMember: isRootMember, &filter) }
        for sharer in filter.sharers where sharer.rootID != root {
            guard serves(sharer, root: root, descendants, &filter) else { continue }
            for slot in options.indices where sharer.slots[slot] {
                options[slot].append(sharer.id)
            }
        }
        return true
    }

    /// Adds a provider of the tree to the options of the slots that it fills.
    private mutating func collect(
        _ id: Int32, isRootMember: Bool, _ filter: inout PageFilter
    ) {
        let page = Int(id) >> 6
        let bit = UInt64(1) << UInt64(id & 63)
        let isMember = isRootMember || filter.members(page: page) & bit != 0
        for slot in options.indices where filter.filling(slot, page: page) & bit != 0 {
            if isMember || plan.slots[slot].isSuffixed { options[slot].append(id) }
        }
    }

    private func serves(
        _ sharer: PageFilter.Sharer, root: Int32, _ descendants: [Int32],
        _ filter: inout PageFilter
    ) -> Bool {
        func isServed(_ id: Int32) -> Bool {
            filter.served(bySet: sharer.set, page: Int(id) >> 6) >> UInt64(id & 63) & 1 == 1
        }
        return isServed(root) || descendants.contains(where: isServed)
    }

    /// Works out what each option and each rest of the slots covers.
    private mutating func collectCoverage(_ filter: inout PageFilter) -> Bool {
        for index in coverable.indices { coverable[index] = 0 }
        for level in stride(from: order.count - 1, through: 0, by: -1) {
            let slot = order[level]
            for word in 0..<coverageWords {
                coverable[level * coverageWords + word] =
                    coverable[(level + 1) * coverageWords + word]
            }
            guard !plan.slots[slot].isSuffixed else { continue }
            covers[slot].removeAll(keepingCapacity: true)
            for id in options[slot] {
                for word in 0..<coverageWords {
                    var bits: UInt64 = 0
                    for set in (word * 64)..<min(word * 64 + 64, filter.coverageCount)
                    where filter.covering(set, page: Int(id) >> 6) >> UInt64(id & 63) & 1 == 1 {
                        bits |= 1 << UInt64(set & 63)
                    }
                    covers[slot].append(bits)
                    coverable[level * coverageWords + word] |= bits
                }
            }
        }
        return coverable.prefix(coverageWords).elementsEqual(fullCoverage)
    }

    /// Whether isolated groups can each have a provider of their own.
    private var hasProviderForEachSuffix: Bool {
        !plan.isolates
            || canMatch(order.lazy.filter { plan.slots[$0].isSuffixed }.map { options[$0] })
    }

    /// Whether the options of slots that ask for the same class have enough of it in all, and can
    /// serve as many slots as there are.
    private var hasStockForContested: Bool {
        plan.contested.allSatisfy { contested in
            guard let asked = contested.sum else { return false }
            var providers: Set<Int32> = []
            for (slot, _) in contested.askers { providers.formUnion(options[slot]) }
            let stock = providers.compactMap { id in
                catalog.page(of: id).stock.stock(
                    of: contested.resourceClass, slot: Int(id) & 63)
            }
            var free = 0
            for stock in stock {
                let (sum, overflow) = free.addingReportingOverflow(max(0, stock.free))
                free = overflow ? .max : sum
            }
            return asked <= free && contested.canBeSplit(over: stock)
        }
    }
}
