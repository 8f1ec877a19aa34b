// SPDX-License-Identifier: Apache-2.0

/// Says of each provider which slots of a plan it could fill, 64 providers at a time.
///
/// The answers for a page are worked out when they are first asked for, and kept.
///
/// Source: reference `placement/objects/research_context.py`, `get_provider_ids_matching` for
/// suffixed groups and `get_trees_matching_all` for the group without a suffix.
struct PageFilter {
    let plan: SearchPlan
    let catalog: Catalog
    /// The providers that share outside their tree and could fill a slot.
    private(set) var sharers: [Sharer] = []
    /// Sets of aggregates, each shared by one or more of the sharers.
    private var sharedSets: [[Int32]] = []

    /// A provider that other trees may use.
    struct Sharer {
        let id: Int32
        let rootID: Int32
        /// The position of its aggregates among the sets.
        let set: Int
        /// Which slots it could fill in another tree.
        let slots: [Bool]
    }

    // What is kept of a page: words in this order.
    private let coverage: [[Int32]]
    private let coverageOffset: Int
    private let slotOffset: Int
    private var servedOffset: Int
    private var stride: Int
    private var words: [UInt64] = []
    private var offsets: [Int32]

    init(_ plan: SearchPlan, _ catalog: Catalog) {
        self.plan = plan
        self.catalog = catalog
        coverage = plan.coverage
        coverageOffset = 3
        slotOffset = 3 + coverage.count
        servedOffset = slotOffset + plan.slots.count
        stride = servedOffset
        offsets = [Int32](repeating: -1, count: catalog.pages.count)
        findSharers()
    }

    /// The number of sets of traits that the group without a suffix has to cover.
    var coverageCount: Int { coverage.count }

    /// The roots of a page that may be the root of an answer.
    mutating func anchors(page: Int) -> UInt64 { words[offset(page)] }

    /// The providers of a page that are members as the group without a suffix asks.
    mutating func members(page: Int) -> UInt64 { words[offset(page) + 1] }

    /// The providers of a page that are in an aggregate that the group without a suffix forbids.
    mutating func outcasts(page: Int) -> UInt64 { words[offset(page) + 2] }

    /// The providers of a page that have one of the traits of a set to be covered.
    mutating func covering(_ set: Int, page: Int) -> UInt64 {
        words[offset(page) + coverageOffset + set]
    }

    /// The providers of a page that fill a slot.
    ///
    /// For the group without a suffix, membership is not looked at: the root's counts as well.
    mutating func filling(_ slot: Int, page: Int) -> UInt64 {
        words[offset(page) + slotOffset + slot]
    }

    /// The providers of a page that are in an aggregate of a set of sharers.
    mutating func served(bySet set: Int, page: Int) -> UInt64 {
        words[offset(page) + servedOffset + set]
    }

    /// The roots of a page that can only be served by themselves, and can be.
    ///
    /// Such a root is a whole tree, no sharer serves it, and it fills all slots.
    mutating func lonelyAnswers(page number: Int) -> UInt64 {
        let start = offset(number)
        let shape = catalog.pages[number].shape
        var word = words[start] & ~shape.nested
        if plan.isolates { return 0 }
        for position in servedOffset..<stride { word &= ~words[start + position] }
        for position in coverageOffset..<servedOffset { word &= words[start + position] }
        if plan.unsuffixedGroup != nil { word &= words[start + 1] & ~words[start + 2] }
        return word
    }

    /// The roots of a page that need a closer look: those with a tree, or with sharers.
    mutating func companyAnchors(page number: Int) -> UInt64 {
        let start = offset(number)
        let nested = catalog.pages[number].shape.nested
        guard servedOffset < stride else { return words[start] & nested }
        // A tree is served through any of its members, so all roots with trees are looked at.
        var served: UInt64 = 0
        for position in servedOffset..<stride { served |= words[start + position] }
        return words[start] & (nested | served)
    }
}

extension PageFilter {
    /// Where a page's words are.
    private mutating func offset(_ number: Int) -> Int {
        let known = offsets[number]
        if known >= 0 { return Int(known) }
        let start = words.count
        let page = catalog.pages[number]
        let present = page.shape.present
        words.append(
            page.shape.roots & present & matching(page, plan.rootRequired)
                & ~page.traits.word(anyOf: plan.rootForbidden))
        var members = present
        var outcasts: UInt64 = 0
        if let group = plan.unsuffixedGroup.map({ plan.groups[$0] }) {
            members = membership(page, group)
            outcasts = page.aggregates.word(anyOf: group.forbiddenAggregates)
        }
        words.append(members)
        words.append(outcasts)
        for set in coverage { words.append(page.traits.word(anyOf: set)) }
        for slot in plan.slots { words.append(filling(slot, number, page)) }
        for set in sharedSets { words.append(page.aggregates.word(anyOf: set) & present) }
        offsets[number] = Int32(start)
        return start
    }

    private func matching(_ page: CatalogPage, _ traits: [Int32]) -> UInt64 {
        var word = UInt64.max
        for trait in traits { word &= page.traits.word(trait) }
        return word
    }

    private func membership(_ page: CatalogPage, _ group: SearchPlan.Group) -> UInt64 {
        var word = page.shape.present
        for set in group.memberOf ?? [] { word &= page.aggregates.word(anyOf: set) }
        return word
    }

    private func filling(
        _ slot: SearchPlan.Slot, _ number: Int, _ page: CatalogPage
    ) -> UInt64 {
        let group = plan.groups[slot.group]
        var word = page.shape.present
        for (resourceClass, amount) in slot.resources where word != 0 {
            word &= page.stock.word(fitting: amount, of: resourceClass)
        }
        guard word != 0 else { return 0 }
        word &= ~page.traits.word(anyOf: group.forbidden)
        word &= ~page.aggregates.word(anyOf: group.forbiddenAggregates)
        if let root = group.treeRoot, group.hasResources { word &= tree(root, number) }
        guard slot.isSuffixed else { return word }
        for set in group.required { word &= page.traits.word(anyOf: set) }
        if group.memberOf != nil { word &= membership(page, group) }
        // The reference takes "no filter" for "no provider" where nothing is asked for.
        if slot.resources.isEmpty, group.required.isEmpty, group.memberOf == nil { return 0 }
        return word
    }

    /// The providers of a page that belong to one tree.
    private func tree(_ root: Int32, _ number: Int) -> UInt64 {
        var word: UInt64 = 0
        if Int(root) >> 6 == number { word |= UInt64(1) << UInt64(root & 63) }
        for id in catalog.page(of: root).shape.descendants[Int(root) & 63]
        where Int(id) >> 6 == number {
            word |= UInt64(1) << UInt64(id & 63)
        }
        return word
    }

    /// Finds the sharing providers that could fill a slot of another tree.
    private mutating func findSharers() {
        var found: [Sharer] = []
        var sets: [[Int32]] = []
        for id in catalog.sharing {
            let number = Int(id) >> 6
            let bit = UInt64(1) << UInt64(id & 63)
            let aggregates = catalog.pages[number].aggregates.ids(inSlot: Int(id) & 63)
            guard !aggregates.isEmpty else { continue }
            var slots: [Bool] = []
            for slot in plan.slots.indices {
                var word = filling(slot, page: number)
                if !plan.slots[slot].isSuffixed {
                    word &= members(page: number)
                    if plan.groups[plan.slots[slot].group].treeRoot != nil { word = 0 }
                }
                slots.append(word & bit != 0)
            }
            guard slots.contains(true) else { continue }
            let set: Int
            if let known = sets.firstIndex(of: aggregates) {
                set = known
            } else {
                set = sets.count
                sets.append(aggregates)
            }
            found.append(Sharer(id: id, rootID: catalog.root(of: id), set: set, slots: slots))
        }
        sharers = found
        sharedSets = sets
        stride = servedOffset + sets.count
        // What was kept so far has no words for the sets.
        words.removeAll()
        offsets = [Int32](repeating: -1, count: catalog.pages.count)
    }
}
