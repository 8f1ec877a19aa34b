// SPDX-License-Identifier: Apache-2.0

@testable import Placement

/// A slow search written from the definition, to hold the engine against.
///
/// It follows the steps of the reference one by one, with dictionaries and full products, and
/// knows nothing of pages, bits or pruning.
struct PlainSearch {
    let providers: [Int32: ProviderRecord]
    let names: CatalogNames

    /// What one group takes, under one root.
    private struct Piece: Hashable {
        let root: Int32
        let suffix: String
        let takes: [Take]
        let providers: Set<Int32>
    }

    private struct Take: Hashable {
        let provider: Int32
        let resourceClass: Int32
        let amount: Int
    }

    /// All candidates, each spelled in one way, and the providers with summaries.
    func run(_ query: CandidateQuery) throws -> (candidates: Set<String>, summaries: Set<Int32>) {
        for name in query.rootRequired + query.rootForbidden { _ = try trait(name) }
        let roots = Set(providers.values.filter { $0.parentID == nil }.map(\.id)).filter { root in
            query.rootRequired.allSatisfy { has(root, $0) }
                && !query.rootForbidden.contains { has(root, $0) }
        }
        if roots.isEmpty { return ([], []) }
        var pieces: [[Piece]] = []
        for group in query.groups {
            for (name, _) in group.resources where names.resourceClasses[name] == nil {
                throw CandidateError.resourceClassNotFound(name)
            }
            let isMemberAsked = !group.memberOf.isEmpty
            let members = Set(providers.keys.filter { isMember($0, group.memberOf) })
            if isMemberAsked, members.isEmpty { return ([], []) }
            for name in group.required.flatMap({ $0 }) + group.forbidden { _ = try trait(name) }
            var tree: Int32?
            if let uuid = group.inTree {
                guard let provider = providers.values.first(where: { $0.uuid == uuid })
                else { return ([], []) }
                tree = provider.rootID
            }
            let found =
                group.usesSameProvider
                ? suffixed(group, members, tree, roots) : spread(group, members, tree, roots)
            if found.isEmpty { return ([], []) }
            pieces.append(found)
        }
        return finish(pieces, query)
    }

    private func trait(_ name: String) throws -> Int32 {
        guard let id = names.traits[name] else { throw CandidateError.traitNotFound(name) }
        return id
    }

    private func has(_ provider: Int32, _ name: String) -> Bool {
        guard let id = names.traits[name], let record = providers[provider] else { return false }
        return record.traits.contains(id)
    }

    private func isMember(_ provider: Int32, _ sets: [[String]]) -> Bool {
        sets.allSatisfy { isIn(provider, $0) }
    }

    private func isIn(_ provider: Int32, _ aggregates: [String]) -> Bool {
        aggregates.contains { uuid in
            guard let id = names.aggregates[uuid], let record = providers[provider]
            else { return false }
            return record.aggregates.contains(id)
        }
    }

    private func stock(_ provider: Int32, _ resourceClass: Int32) -> Stock? {
        providers[provider]?.stock.first { $0.resourceClass == resourceClass }?.stock
    }

    private func canGive(_ provider: Int32, _ resourceClass: Int32, _ amount: Int) -> Bool {
        guard let stock = stock(provider, resourceClass) else { return false }
        return Double(stock.used + amount) <= stock.capacity && amount >= stock.minimum
            && amount <= stock.maximum && amount % stock.step == 0
    }

    /// The roots of the trees that may use a provider: its own, and those that it shares with.
    private func anchors(_ provider: Int32) -> Set<Int32> {
        guard let record = providers[provider] else { return [] }
        var roots: Set<Int32> = [record.rootID]
        if has(provider, "MISC_SHARES_VIA_AGGREGATE") {
            for other in providers.values
            where !Set(other.aggregates).isDisjoint(with: record.aggregates) {
                roots.insert(other.rootID)
            }
        }
        return roots
    }

    private func suffixed(
        _ group: RequestGroup, _ members: Set<Int32>, _ tree: Int32?, _ roots: Set<Int32>
    ) -> [Piece] {
        if group.resources.isEmpty, group.required.isEmpty, group.memberOf.isEmpty { return [] }
        var result: [Piece] = []
        for record in providers.values {
            let id = record.id
            guard group.required.allSatisfy({ $0.contains { has(id, $0) } }),
                !group.forbidden.contains(where: { has(id, $0) }),
                group.memberOf.isEmpty || members.contains(id),
                !isIn(id, group.forbiddenAggregates)
            else { continue }
            let takes = group.resources.map {
                Take(
                    provider: id, resourceClass: names.resourceClasses[$0.name] ?? -1,
                    amount: $0.amount)
            }
            guard takes.allSatisfy({ canGive(id, $0.resourceClass, $0.amount) }),
                takes.isEmpty || tree == nil || record.rootID == tree
            else { continue }
            for root in anchors(id) where roots.contains(root) {
                result.append(
                    Piece(root: root, suffix: group.suffix, takes: takes, providers: [id]))
            }
        }
        return result
    }

    private func spread(
        _ group: RequestGroup, _ members: Set<Int32>, _ tree: Int32?, _ roots: Set<Int32>
    ) -> [Piece] {
        var result: [Piece] = []
        for root in roots {
            if isIn(root, group.forbiddenAggregates) { continue }
            var combinations: [[Take]] = [[]]
            for (name, amount) in group.resources {
                let resourceClass = names.resourceClasses[name] ?? -1
                let able = providers.values.filter { record in
                    guard canGive(record.id, resourceClass, amount),
                        tree == nil || record.rootID == tree,
                        !isIn(record.id, group.forbiddenAggregates)
                    else { return false }
                    let isMember = group.memberOf.isEmpty || members.contains(record.id)
                    if record.rootID == root {
                        return isMember || members.contains(root)
                    }
                    return tree == nil && isMember && anchors(record.id).contains(root)
                }
                combinations = combinations.flatMap { combination in
                    able.map {
                        combination + [
                            Take(provider: $0.id, resourceClass: resourceClass, amount: amount)
                        ]
                    }
                }
            }
            for takes in combinations {
                let used = Set(takes.map(\.provider))
                guard !used.contains(where: { id in group.forbidden.contains { has(id, $0) } }),
                    group.required.allSatisfy({ set in
                        used.contains { id in set.contains { has(id, $0) } }
                    })
                else { continue }
                result.append(
                    Piece(root: root, suffix: group.suffix, takes: takes, providers: used))
            }
        }
        return result
    }

    private func finish(
        _ pieces: [[Piece]], _ query: CandidateQuery
    ) -> (candidates: Set<String>, summaries: Set<Int32>) {
        let hasTrees = providers.values.contains { $0.parentID != nil }
        var candidates: Set<String> = []
        var used: Set<Int32> = []
        for root in providers.keys {
            var combinations: [[Piece]] = [[]]
            for group in pieces {
                let here = group.filter { $0.root == root }
                combinations = combinations.flatMap { combination in
                    here.map { combination + [$0] }
                }
            }
            for combination in combinations where isAllowed(combination, query) {
                var amounts: [[Int32]: Int] = [:]
                for take in combination.flatMap(\.takes) {
                    amounts[[take.provider, take.resourceClass], default: 0] += take.amount
                }
                let fits = amounts.allSatisfy { key, amount in
                    guard let stock = stock(key[0], key[1]) else { return false }
                    return Double(stock.used + amount) <= stock.capacity
                        && amount <= stock.maximum
                }
                let takers = Set(amounts.keys.map { $0[0] })
                let trees = Set(takers.map { providers[$0]?.rootID })
                guard fits, query.isNestedAware || !hasTrees || trees.count == takers.count
                else { continue }
                used.formUnion(takers)
                candidates.insert(
                    PlainSearch.spelling(
                        amounts, combination.map { ($0.suffix, $0.providers) }))
            }
        }
        if query.isNestedAware || !hasTrees {
            let trees = Set(used.map { providers[$0]?.rootID })
            return (
                candidates, Set(providers.values.filter { trees.contains($0.rootID) }.map(\.id))
            )
        }
        return (candidates, used)
    }

    private func isAllowed(_ combination: [Piece], _ query: CandidateQuery) -> Bool {
        let suffixed = combination.filter { !$0.suffix.isEmpty }
        if query.isolatesGroups,
            Set(suffixed.flatMap(\.providers)).count != suffixed.count
        {
            return false
        }
        return query.sameSubtrees.allSatisfy { suffixes in
            let ids = Set(
                combination.filter { suffixes.contains($0.suffix) }.flatMap(\.providers))
            return ids.contains { top in ids.allSatisfy { ancestors($0).contains(top) } }
        }
    }

    private func ancestors(_ provider: Int32) -> Set<Int32> {
        var result: Set<Int32> = [provider]
        var next = providers[provider]?.parentID
        while let id = next, result.insert(id).inserted { next = providers[id]?.parentID }
        return result
    }

    /// One text for one candidate, however it came about.
    static func spelling(
        _ amounts: [[Int32]: Int], _ mappings: [(suffix: String, providers: Set<Int32>)]
    ) -> String {
        let taken = amounts.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { "\($0.key[0]):\($0.key[1])=\($0.value)" }
        let mapped = mappings.sorted { $0.suffix < $1.suffix }
            .map { "\($0.suffix)@\($0.providers.sorted())" }
        return (taken + mapped).joined(separator: " ")
    }
}

extension Candidates {
    /// The candidates in the spelling of ``PlainSearch``.
    var spellings: [String] {
        (0..<count).map { index in
            var amounts: [[Int32]: Int] = [:]
            var mappings: [String: Set<Int32>] = [:]
            for (slot, provider) in zip(slots, self[index]) {
                mappings[slot.suffix, default: []].insert(provider)
                for (resourceClass, amount) in slot.resources {
                    amounts[[provider, resourceClass], default: 0] += amount
                }
            }
            return PlainSearch.spelling(amounts, mappings.map { ($0.key, $0.value) })
        }
    }
}
