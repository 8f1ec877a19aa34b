// SPDX-License-Identifier: Apache-2.0

extension CandidateSearch {
    /// Finds candidates in random order, each as likely as any other.
    ///
    /// A few are listed first: if that was all, they are shuffled. If there are more than a client
    /// wants, combinations are drawn and those that are no candidates are dropped, so that not
    /// all have to be listed. Where that does not do (sharing providers make one candidate
    /// appear under many roots; rules leave few of many combinations), all are visited and a
    /// reservoir of the size of the limit is kept. If that takes too many choices, the answer is
    /// drawn from those that were visited until then.
    ///
    /// Source: reference, `RequestWideSearchContext.limit_results`.
    mutating func sample(seed: UInt64) throws(CandidateError) {
        var random = SplitMix64(state: seed)
        guard let limit, options.maximum == nil else {
            try collect(upTo: maximum)
            shuffle(keeping: self.limit ?? found.count, &random)
            return
        }
        let (fourfold, overflow) = limit.multipliedReportingOverflow(by: 4)
        let enough = min(max(overflow ? .max : fourfold, 20_000), options.candidateCeiling)
        try collect(upTo: enough)
        if found.count < enough {
            shuffle(keeping: limit, &random)
            return
        }
        if !visitor.hasSharers, !plan.usesOneProviderOfATree,
            draw(min(limit, enough), &random)
        {
            return
        }
        // Algorithm R, begun with what is already listed.
        var count = found.count
        shuffle(keeping: limit, &random)
        do {
            while try next() {
                count += 1
                let place = Int.random(in: 0..<count, using: &random)
                if place < found.count { found.set(visitor.assignment, at: place) }
            }
        } catch .tooMuchWork {
            return
        }
    }

    /// Puts the candidates in random order and keeps the first of them.
    private mutating func shuffle(
        keeping wanted: Int, _ random: inout SplitMix64
    ) {
        let count = found.count
        for index in 0..<min(wanted, count) {
            found.swap(index, Int.random(in: index..<count, using: &random))
        }
        found.truncate(to: wanted)
    }

    /// Replaces what was found with candidates drawn by chance; `false` if too few came up.
    private mutating func draw(_ wanted: Int, _ random: inout SplitMix64) -> Bool {
        var visitor = TreeVisitor(
            plan, catalog, .depthFirst, stepCeiling: options.stepCeiling)
        var roots: [Int32] = []
        var sums: [Double] = []
        while let root = visitor.nextRoot() {
            roots.append(root)
            sums.append((sums.last ?? 0) + visitor.combinations(root: root))
        }
        guard let total = sums.last, total.isFinite else { return false }
        var drawn = Candidates(plan)
        var known: Set<[Int32]> = []
        for _ in 0..<(wanted * 50 + 1000) {
            let point = Double.random(in: 0..<total, using: &random)
            var low = 0
            var high = sums.count - 1
            while low < high {
                let middle = (low + high) / 2
                if sums[middle] <= point { low = middle + 1 } else { high = middle }
            }
            do {
                guard try visitor.draw(root: roots[low], &random),
                    known.insert(visitor.assignment).inserted
                else { continue }
            } catch {
                return false
            }
            drawn.providers += visitor.assignment
            if drawn.count == wanted {
                found = drawn
                return true
            }
        }
        return false
    }
}

/// A small generator of random numbers that starts from a seed.
///
/// Source: S. Vigna, "splitmix64.c", public domain.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
