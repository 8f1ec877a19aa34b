// SPDX-License-Identifier: Apache-2.0

/// Goes from root to root and from candidate to candidate, in the order of a strategy.
struct TreeVisitor {
    private let catalog: Catalog
    private let strategy: CandidateOptions.Strategy
    private(set) var filter: PageFilter
    private var tree: TreeSearch

    // Where the visit of the roots stands.
    private var pageNumber = -1
    private var lonely: UInt64 = 0
    private var rest: UInt64 = 0
    /// Whether all roots were seen.
    private var isPastRoots = false

    // Breadth first: the trees that may have more candidates, and where each search stands.
    private var waiting: [Int32] = []
    private var states: [Int32] = []
    private var readIndex = 0
    private var writeIndex = 0

    init(
        _ plan: SearchPlan, _ catalog: Catalog, _ strategy: CandidateOptions.Strategy,
        stepCeiling: Int
    ) {
        self.catalog = catalog
        self.strategy = strategy
        filter = PageFilter(plan, catalog)
        tree = TreeSearch(
            plan, catalog, coverageCount: filter.coverageCount, stepCeiling: stepCeiling)
    }

    /// The candidate that was found last.
    var assignment: [Int32] { tree.assignment }
    /// How many choices were tried.
    var steps: Int { tree.steps }
    /// Whether a tree may use providers of other trees.
    var hasSharers: Bool { !filter.sharers.isEmpty }

    func appendAssignment(to providers: inout [Int32]) {
        providers.append(contentsOf: tree.assignment)
    }

    /// Moves to the next candidate; `false` if there is none.
    ///
    /// - Throws: ``CandidateError/tooMuchWork(ceiling:)``; the visit cannot go on then.
    mutating func next() throws(CandidateError) -> Bool {
        if strategy == .depthFirst {
            repeat {
                if try tree.next() { return true }
            } while nextRoot() != nil
            return false
        }
        while !isPastRoots, let root = nextRoot() {
            guard try tree.next() else { continue }
            if lonely >> UInt64(root & 63) & 1 == 0 {
                waiting.append(root)
                states += tree.state
            }
            return true
        }
        return try nextWaiting()
    }

    /// Moves to the next root that has a candidate; `false` if there is none.
    ///
    /// - Throws: ``CandidateError/tooMuchWork(ceiling:)``; the visit cannot go on then.
    mutating func nextRootWithCandidate() throws(CandidateError) -> Bool {
        while nextRoot() != nil {
            if try tree.next() { return true }
        }
        return false
    }

    /// Breadth first, from the second round on.
    private mutating func nextWaiting() throws(CandidateError) -> Bool {
        let stride = tree.state.count
        while !waiting.isEmpty {
            if readIndex == waiting.count {
                waiting.removeLast(waiting.count - writeIndex)
                states.removeLast(states.count - writeIndex * stride)
                readIndex = 0
                writeIndex = 0
                continue
            }
            let root = waiting[readIndex]
            let state = Array(states[(readIndex * stride)..<((readIndex + 1) * stride)])
            readIndex += 1
            guard tree.load(root: root, &filter) else { continue }
            tree.resume(state)
            guard try tree.next() else { continue }
            waiting[writeIndex] = root
            for (offset, position) in tree.state.enumerated() {
                states[writeIndex * stride + offset] = position
            }
            writeIndex += 1
            return true
        }
        return false
    }

    /// Loads the next root that may have candidates.
    mutating func nextRoot() -> Int32? {
        while true {
            while rest != 0 {
                let bit = rest & (0 &- rest)
                rest &= rest &- 1
                let root = Int32(pageNumber * 64 + bit.trailingZeroBitCount)
                if lonely & bit != 0 {
                    tree.load(solitary: root)
                    return root
                }
                if tree.load(root: root, &filter) { return root }
            }
            pageNumber += 1
            guard pageNumber < catalog.pages.count else {
                pageNumber = catalog.pages.count
                isPastRoots = true
                return nil
            }
            lonely = filter.lonelyAnswers(page: pageNumber)
            rest = lonely | filter.companyAnchors(page: pageNumber)
        }
    }
}

// MARK: - Drawing by chance

extension TreeVisitor {
    /// How many combinations the loaded root has before rules between slots are looked at.
    func combinations(root: Int32) -> Double {
        lonely >> UInt64(root & 63) & 1 == 1 ? 1 : tree.combinations
    }

    /// Draws one combination of a root's options; `false` if it is no candidate.
    ///
    /// - Throws: ``CandidateError/tooMuchWork(ceiling:)``.
    mutating func draw(
        root: Int32, _ random: inout some RandomNumberGenerator
    ) throws(CandidateError) -> Bool {
        let bit = UInt64(1) << UInt64(root & 63)
        if filter.lonelyAnswers(page: Int(root) >> 6) & bit != 0 {
            tree.load(solitary: root)
            return try tree.next()
        }
        guard tree.load(root: root, &filter) else { return false }
        return try tree.draw(&random)
    }
}
