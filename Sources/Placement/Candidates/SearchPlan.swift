// SPDX-License-Identifier: Apache-2.0

/// A query in the identities of one ``Catalog``, cut into slots.
///
/// A slot is what one provider must be chosen for: a resource class of the group without a
/// suffix, or a whole suffixed group. A candidate is one provider for each slot.
struct SearchPlan: Sendable {
    /// One choice to be made.
    struct Slot: Sendable {
        /// The position of the slot's group.
        let group: Int
        let isSuffixed: Bool
        /// What the provider must give; nothing for a resourceless group.
        let resources: [(resourceClass: Int32, amount: Int)]
        /// The positions of the contested classes that it asks for.
        var contested: [Int] = []
    }

    /// A class that several slots ask for, so that one provider may have to serve them together.
    struct Contested: Sendable {
        let resourceClass: Int32
        let askers: [(slot: Int, amount: Int)]
        /// What is asked for, the least first.
        let amounts: [Int]

        init(_ resourceClass: Int32, _ askers: [(slot: Int, amount: Int)]) {
            self.resourceClass = resourceClass
            self.askers = askers
            amounts = askers.map(\.amount).sorted()
        }
    }

    /// The filters of one group.
    struct Group: Sendable {
        let suffix: String
        let required: [[Int32]]
        let forbidden: [Int32]
        /// `nil` if no membership is asked for.
        let memberOf: [[Int32]]?
        let forbiddenAggregates: [Int32]
        /// The root of the tree asked for.
        let treeRoot: Int32?
        let hasResources: Bool
    }

    var groups: [Group] = []
    var slots: [Slot] = []
    var contested: [Contested] = []
    /// The group without a suffix, if there is one.
    var unsuffixedGroup: Int?
    var rootRequired: [Int32] = []
    var rootForbidden: [Int32] = []
    /// Slots whose providers must be below or at one of them.
    var subtrees: [[Int]] = []
    var isolates = false
    /// Whether a candidate may use only one provider of each tree.
    var usesOneProviderOfATree = false
    /// Whether it is already known that nothing can be found.
    var isHopeless = false

    /// The sets of traits that the providers of the group without a suffix have to cover together.
    var coverage: [[Int32]] { unsuffixedGroup.map { groups[$0].required } ?? [] }

    /// The plan for one group alone, without the rules between groups.
    func alone(group: Int) -> SearchPlan {
        var plan = SearchPlan()
        plan.groups = [groups[group]]
        plan.unsuffixedGroup = unsuffixedGroup == group ? 0 : nil
        plan.rootRequired = rootRequired
        plan.rootForbidden = rootForbidden
        plan.slots = slots.filter { $0.group == group }.map {
            Slot(group: 0, isSuffixed: $0.isSuffixed, resources: $0.resources)
        }
        return plan
    }

    /// Finds which slots compete for the same classes.
    mutating func findContested() {
        var askers: [Int32: [(slot: Int, amount: Int)]] = [:]
        for slot in slots.indices {
            for (resourceClass, amount) in slots[slot].resources {
                askers[resourceClass, default: []].append((slot, amount))
            }
        }
        for (resourceClass, askers) in askers.sorted(by: { $0.key < $1.key })
        where askers.count > 1 {
            for (slot, _) in askers { slots[slot].contested.append(contested.count) }
            contested.append(Contested(resourceClass, askers))
        }
    }

    /// Forgets which slots compete.
    mutating func forgetContested() {
        contested = []
        for slot in slots.indices { slots[slot].contested = [] }
    }
}

extension SearchPlan {
    /// Looks up the names of a query, in the order in which the reference does.
    ///
    /// The order shows: a group that nobody can serve ends the search with an empty answer before
    /// a later group's unknown name is noticed.
    ///
    /// - Throws: ``CandidateError/traitNotFound(_:)``,
    ///   ``CandidateError/resourceClassNotFound(_:)``.
    ///
    /// Source: reference `placement/objects/research_context.py`, `RequestGroupSearchContext` and
    /// `RequestWideSearchContext`, and `AllocationCandidates._get_by_requests`.
    init(_ query: CandidateQuery, _ catalog: Catalog) throws(CandidateError) {
        self.init()
        usesOneProviderOfATree = !query.isNestedAware && catalog.hasTrees
        for name in query.rootRequired { rootRequired.append(try catalog.trait(name)) }
        for name in query.rootForbidden { rootForbidden.append(try catalog.trait(name)) }
        for group in query.groups {
            do {
                try add(group, catalog)
            } catch {
                guard try findsNothing(catalog) else { throw error }
                isHopeless = true
            }
            if isHopeless { return }
        }
        isolates = query.isolatesGroups && slots.count { $0.isSuffixed } > 1
        var slotOfSuffix: [String: Int] = [:]
        for (slot, asked) in slots.enumerated() where asked.isSuffixed {
            slotOfSuffix[groups[asked.group].suffix] = slot
        }
        subtrees = query.sameSubtrees.map { $0.compactMap { slotOfSuffix[$0] } }
        findContested()
    }

    /// Whether a group added so far cannot be served at all.
    private func findsNothing(_ catalog: Catalog) throws(CandidateError) -> Bool {
        if isHopeless { return true }
        var filter = PageFilter(self, catalog)
        let hasAnchor = catalog.pages.indices.contains { filter.anchors(page: $0) != 0 }
        if !hasAnchor { return true }
        for group in groups.indices {
            var options = CandidateOptions()
            options.maximum = 1
            var search = CandidateSearch(alone(group: group), catalog, options)
            if try search.run().count == 0 { return true }
        }
        return false
    }

    private mutating func add(
        _ group: RequestGroup, _ catalog: Catalog
    ) throws(CandidateError) {
        var resources: [(resourceClass: Int32, amount: Int)] = []
        for (name, amount) in group.resources {
            guard let id = catalog.names.resourceClass(name) else {
                throw .resourceClassNotFound(name)
            }
            resources.append((id, amount))
        }
        resources.sort { $0.resourceClass < $1.resourceClass }
        var memberOf: [[Int32]]?
        if !group.memberOf.isEmpty {
            let sets = group.memberOf.map { $0.compactMap(catalog.names.aggregate) }
            memberOf = sets
            if !catalog.hasProvider(inAllOf: sets) { isHopeless = true }
        }
        if isHopeless { return }
        var required: [[Int32]] = []
        for set in group.required {
            var ids: [Int32] = []
            for name in set { ids.append(try catalog.trait(name)) }
            required.append(ids)
        }
        var forbidden: [Int32] = []
        for name in group.forbidden { forbidden.append(try catalog.trait(name)) }
        var treeRoot: Int32?
        if let uuid = group.inTree {
            guard let provider = catalog.provider(uuid: uuid) else {
                isHopeless = true
                return
            }
            treeRoot = catalog.root(of: provider)
        }
        let position = groups.count
        groups.append(
            Group(
                suffix: group.suffix, required: required, forbidden: forbidden,
                memberOf: memberOf,
                forbiddenAggregates: group.forbiddenAggregates.compactMap(catalog.names.aggregate),
                treeRoot: treeRoot, hasResources: !resources.isEmpty))
        if group.usesSameProvider {
            slots.append(Slot(group: position, isSuffixed: true, resources: resources))
        } else {
            unsuffixedGroup = position
            slots += resources.map {
                Slot(group: position, isSuffixed: false, resources: [$0])
            }
        }
    }
}

extension Catalog {
    fileprivate func trait(_ name: String) throws(CandidateError) -> Int32 {
        guard let id = names.trait(name) else { throw .traitNotFound(name) }
        return id
    }

    /// Whether any provider is in an aggregate of each set.
    fileprivate func hasProvider(inAllOf sets: [[Int32]]) -> Bool {
        pages.contains { page in
            var word = page.shape.present
            for set in sets { word &= page.aggregates.word(anyOf: set) }
            return word != 0
        }
    }
}
