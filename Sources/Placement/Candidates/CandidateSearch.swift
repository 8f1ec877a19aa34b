// SPDX-License-Identifier: Apache-2.0

/// Visits the trees of a catalog and collects candidates, no more than are wanted.
///
/// Candidates are counted once each, even if several trees could be their root: that can happen
/// to those that only use sharing providers.
struct CandidateSearch {
    let plan: SearchPlan
    let catalog: Catalog
    let options: CandidateOptions
    /// How many candidates the client wants.
    let limit: Int?
    var found: Candidates
    private(set) var visitor: TreeVisitor
    /// Candidates of sharing providers alone that were met.
    private var met: Set<[Int32]> = []
    /// The providers that any candidate used, kept where old summaries tell of just those.
    private var used: ProviderSet

    init(
        _ plan: SearchPlan, _ catalog: Catalog, _ options: CandidateOptions, limit: Int? = nil
    ) {
        self.plan = plan
        self.catalog = catalog
        self.options = options
        self.limit = limit
        visitor = TreeVisitor(
            plan, catalog, options.strategy, stepCeiling: options.stepCeiling)
        found = Candidates(plan)
        used = ProviderSet(catalog)
    }

    /// The most candidates that may be generated; 0 means 1, as in the reference.
    var maximum: Int { max(1, options.maximum ?? .max) }

    /// Searches, and lists the summaries.
    ///
    /// - Throws: ``CandidateError/tooManyCandidates(ceiling:)``,
    ///   ``CandidateError/tooMuchWork(ceiling:)``.
    mutating func run() throws(CandidateError) -> Candidates {
        guard !plan.isHopeless, !plan.slots.isEmpty else { return found }
        if let seed = options.randomSeed {
            try sample(seed: seed)
        } else {
            let wanted = min(limit ?? .max, maximum)
            try collect(upTo: wanted)
            // Before trees were known, summaries tell of the candidates behind the limit as well.
            var generated = found.count
            while plan.usesOneProviderOfATree, generated < maximum, try next() { generated += 1 }
        }
        listSummaries()
        return found
    }

    /// Generates and keeps candidates until there are enough or no more.
    mutating func collect(upTo wanted: Int) throws(CandidateError) {
        var count = found.count
        while count < wanted, try next() {
            guard count < options.candidateCeiling else {
                throw .tooManyCandidates(ceiling: options.candidateCeiling)
            }
            visitor.appendAssignment(to: &found.providers)
            count += 1
        }
    }

    /// Generates one more candidate; `false` if there are no more.
    mutating func next() throws(CandidateError) -> Bool {
        while try visitor.next() {
            guard visitor.hasSharers, isRepeated() else {
                if plan.usesOneProviderOfATree { noteUse() }
                return true
            }
        }
        return false
    }

    /// Whether the candidate was already found with another root.
    ///
    /// Source: reference, `_merge_candidates`, which keeps a set of candidates without roots.
    private mutating func isRepeated() -> Bool {
        let assignment = visitor.assignment
        guard let trait = catalog.names.sharing else { return false }
        for id in assignment {
            let sharing = catalog.page(of: id).traits.word(trait)
            guard sharing >> UInt64(id & 63) & 1 == 1 else { return false }
        }
        return !met.insert(assignment).inserted
    }

    private mutating func noteUse() {
        for (slot, id) in visitor.assignment.enumerated()
        where !plan.slots[slot].resources.isEmpty {
            used.insert(id)
        }
    }

    /// Lists the providers of all trees that give something to a candidate.
    ///
    /// Source: reference, `_merge_candidates` and `exclude_nested_providers`.
    private mutating func listSummaries() {
        var roots = ProviderSet(catalog)
        let stride = plan.slots.count
        var last: Int32 = -1
        for slot in plan.slots.indices where !plan.slots[slot].resources.isEmpty {
            for index in Swift.stride(from: slot, to: found.providers.count, by: stride) {
                let id = found.providers[index]
                guard id != last else { continue }
                last = id
                roots.insert(catalog.root(of: id))
            }
        }
        var summaries: [Int32] = []
        if plan.usesOneProviderOfATree {
            used.forEach { if roots.contains(catalog.root(of: $0)) { summaries.append($0) } }
        } else {
            roots.forEach { root in
                summaries.append(root)
                summaries += catalog.page(of: root).shape.descendants[Int(root) & 63]
            }
        }
        found.summaries = summaries
    }
}
