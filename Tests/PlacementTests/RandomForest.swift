// SPDX-License-Identifier: Apache-2.0

@testable import Placement

/// A small cloud made by chance, the same for the same seed, and questions about it.
struct RandomForest {
    var random: SplitMix64
    var providers: [Int32: ProviderRecord] = [:]
    let names: CatalogNames
    private let classNames = ["VCPU", "DISK_GB", "VF"]
    private let traitNames = ["T1", "T2", "T3", "T4", "MISC_SHARES_VIA_AGGREGATE"]
    private let aggregateNames = ["A1", "A2", "A3"]
    private var nextID: Int32 = 1

    init(seed: UInt64) {
        random = SplitMix64(state: seed)
        names = CatalogNames(
            traits: ["T1": 1, "T2": 2, "T3": 3, "T4": 9, "MISC_SHARES_VIA_AGGREGATE": 4],
            resourceClasses: ["VCPU": 0, "DISK_GB": 2, "VF": 7],
            aggregates: ["A1": 1, "A2": 2, "A3": 3])
        // Some identities are far apart, so that trees cross pages.
        let roots = number(1...5)
        let isNested = chance(70)
        for _ in 0..<roots { addTree(isNested: isNested) }
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }

    private mutating func takeID() -> Int32 {
        nextID += chance(10) ? Int32(number(20...90)) : 1
        return nextID
    }

    mutating func addTree(isNested: Bool) {
        let root = takeID()
        var members = [root]
        add(root, parent: nil, root: root)
        guard isNested else { return }
        for _ in 0..<number(0...4) {
            let id = takeID()
            let parent = members[number(0...(members.count - 1))]
            add(id, parent: parent, root: root)
            members.append(id)
        }
    }

    private mutating func add(_ id: Int32, parent: Int32?, root: Int32) {
        var record = ProviderRecord(id: id, uuid: "u\(id)", parentID: parent, rootID: root)
        fill(&record)
        providers[id] = record
    }

    /// Gives a provider other stock, traits and aggregates.
    mutating func fill(_ record: inout ProviderRecord) {
        record.stock = []
        for name in classNames where chance(55) {
            let total = number(1...6)
            let step = chance(80) ? 1 : 2
            let minimum = chance(80) ? 1 : 2
            let maximum = chance(70) ? total : number(1...total)
            let used = chance(70) ? 0 : number(0...total)
            record.stock.append(
                (
                    names.resourceClasses[name] ?? 0,
                    Stock(
                        total: total, reserved: chance(80) ? 0 : 1, allocationRatio: 1.0,
                        used: used, minimum: minimum, maximum: maximum, step: step)
                ))
        }
        record.traits = []
        for (name, percent) in zip(traitNames, [50, 40, 30, 20, 25]) where chance(percent) {
            record.traits.append(names.traits[name] ?? 0)
        }
        record.aggregates = []
        for name in aggregateNames where chance(30) {
            record.aggregates.append(names.aggregates[name] ?? 0)
        }
    }

    private mutating func some(_ names: [String], _ percent: Int) -> [String] {
        names.filter { _ in chance(percent) }
    }

    mutating func query() -> CandidateQuery {
        var query = CandidateQuery()
        query.isNestedAware = chance(75)
        var suffixes = chance(65) ? [""] : []
        for suffix in ["1", "2", "3"] where chance(suffix == "3" ? 20 : 45) {
            suffixes.append(suffix)
        }
        if suffixes.isEmpty { suffixes = [""] }
        suffixes.shuffle(using: &random)
        for suffix in suffixes { query.groups.append(group(suffix)) }
        let granular = suffixes.filter { !$0.isEmpty }
        if chance(40) { query.isolatesGroups = true }
        for _ in 0..<2 where chance(30) && !granular.isEmpty {
            let some = some(granular, 70)
            if !some.isEmpty { query.sameSubtrees.append(some) }
        }
        if chance(15) { query.rootRequired = some(Array(traitNames.prefix(3)), 40) }
        if chance(15) { query.rootForbidden = some(Array(traitNames.prefix(4)), 30) }
        return query
    }

    /// A question with few filters and many rules between its groups.
    mutating func deepQuery() -> CandidateQuery {
        var query = CandidateQuery()
        query.isNestedAware = chance(90)
        for suffix in chance(30) ? ["", "1", "2", "3"] : ["1", "2", "3"] {
            var group = RequestGroup(suffix: suffix)
            if chance(75) || suffix.isEmpty {
                group.resources = [(classNames[number(0...2)], number(1...2))]
            } else {
                group.required = [Array(traitNames.prefix(number(1...4)))]
            }
            query.groups.append(group)
        }
        query.isolatesGroups = chance(50)
        if chance(70) { query.sameSubtrees.append(["1", "2", "3"]) }
        if chance(20) { query.sameSubtrees.append(["2", "3"]) }
        return query
    }

    private mutating func group(_ suffix: String) -> RequestGroup {
        var group = RequestGroup(suffix: suffix)
        for name in classNames where chance(50) { group.resources.append((name, number(1...3))) }
        if group.resources.isEmpty, suffix.isEmpty || chance(80) {
            group.resources = [(classNames[number(0...2)], number(1...2))]
        }
        let traits = Array(traitNames.prefix(4))
        if chance(25) { group.required = some(traits, 35).map { [$0] } }
        if chance(15) {
            let set = some(traits, 60)
            if !set.isEmpty { group.required.append(set) }
        }
        if chance(20) { group.forbidden = some(traits, 30) }
        for _ in 0..<2 where chance(15) {
            let set = some(aggregateNames + ["unknown"], 50)
            if !set.isEmpty { group.memberOf.append(set) }
        }
        if chance(15) { group.forbiddenAggregates = some(aggregateNames, 40) }
        if chance(12) {
            group.inTree = chance(90) ? providers.values.min { $0.id < $1.id }?.uuid : "none"
        }
        if chance(3) { group.required.append(["NO_SUCH_TRAIT"]) }
        if chance(2) { group.resources.append(("NO_SUCH_CLASS", 1)) }
        return group
    }

    /// The catalog of all providers, built from nothing.
    var catalog: Catalog {
        var builder = CatalogBuilder(names: names)
        let records = providers.values.sorted { $0.id < $1.id }
        for record in records {
            builder.addProvider(
                id: record.id, uuid: record.uuid, parentID: record.parentID, rootID: record.rootID)
        }
        for record in records {
            for (resourceClass, stock) in record.stock {
                builder.add(stock, of: resourceClass, to: record.id)
            }
            for trait in record.traits { builder.addTrait(trait, to: record.id) }
            for aggregate in record.aggregates { builder.addAggregate(aggregate, to: record.id) }
        }
        return builder.build()
    }
}
