// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Placement

@Suite struct CandidateLimitTests {
    /// Hosts with a number of devices each, every device with one unit to give.
    private func catalog(hosts: Int32, devices: Int32) -> Catalog {
        let names = CatalogNames(traits: [:], resourceClasses: ["PGPU": 3], aggregates: [:])
        let one = Stock(
            total: 1, reserved: 0, allocationRatio: 1, used: 0, minimum: 1, maximum: 1, step: 1)
        var builder = CatalogBuilder(names: names)
        for host in 0..<hosts {
            let root = 1 + host * (devices + 1)
            builder.addProvider(id: root, uuid: "\(root)", parentID: nil, rootID: root)
            for device in (root + 1)..<(root + 1 + devices) {
                builder.addProvider(id: device, uuid: "\(device)", parentID: root, rootID: root)
                builder.add(one, of: 3, to: device)
            }
        }
        return builder.build()
    }

    private func query(groups: Int, limit: Int? = nil) -> CandidateQuery {
        var query = CandidateQuery()
        for number in 1...groups {
            var group = RequestGroup(suffix: "\(number)")
            group.resources = [("PGPU", 1)]
            query.groups.append(group)
        }
        query.limit = limit
        return query
    }

    @Test(arguments: 0..<300)
    func `a limit gives as many of all candidates as it says`(seed: UInt64) throws {
        var forest = RandomForest(seed: seed)
        let catalog = forest.catalog
        var query = forest.chance(50) ? forest.deepQuery() : forest.query()
        guard let all = try? catalog.candidates(query) else { return }
        let limit = forest.number(1...6)
        query.limit = limit
        var options = CandidateOptions()
        if forest.chance(50) { options.strategy = .breadthFirst }
        if forest.chance(50) { options.randomSeed = seed }
        let found = try catalog.candidates(query, options)
        let some = found.spellings
        #expect(some.count == min(limit, all.count))
        #expect(Set(some).count == some.count)
        #expect(Set(some).isSubset(of: all.spellings))
        // Of the trees that are used, the same providers have summaries as without a limit.
        let used = found.providers.enumerated()
            .filter { !found.slots[$0.offset % found.slots.count].resources.isEmpty }
            .map { catalog.root(of: $0.element) }
        let plain = PlainSearch(providers: forest.providers, names: forest.names)
        query.limit = nil
        let summaries = try plain.run(query).summaries
        #expect(
            Set(found.summaries) == summaries.filter { used.contains(catalog.root(of: $0)) })
    }

    @Test func `the search stops at the limit`() throws {
        var options = CandidateOptions()
        options.stepCeiling = 2000
        let found = try catalog(hosts: 100, devices: 8).candidates(
            query(groups: 8, limit: 100), options)
        #expect(found.count == 100)
    }

    @Test func `depth first stays in one tree as long as it can`() throws {
        let catalog = catalog(hosts: 5, devices: 2)
        let found = try catalog.candidates(query(groups: 2, limit: 4))
        #expect((0..<4).map { catalog.root(of: found[$0].first ?? 0) } == [1, 1, 4, 4])
    }

    @Test func `breadth first takes one candidate of each tree in turn`() throws {
        let catalog = catalog(hosts: 3, devices: 2)
        var options = CandidateOptions()
        options.strategy = .breadthFirst
        options.maximum = 5
        let found = try catalog.candidates(query(groups: 2), options)
        #expect((0..<5).map { catalog.root(of: found[$0].first ?? 0) } == [1, 4, 7, 1, 4])
    }

    @Test func `a maximum of 0 means 1`() throws {
        var options = CandidateOptions()
        options.maximum = 0
        #expect(try catalog(hosts: 3, devices: 2).candidates(query(groups: 1), options).count == 1)
    }

    @Test func `more candidates than memory may hold are refused`() {
        var options = CandidateOptions()
        options.candidateCeiling = 1000
        #expect(throws: CandidateError.tooManyCandidates(ceiling: 1000)) {
            try catalog(hosts: 1, devices: 8).candidates(query(groups: 8), options)
        }
    }

    @Test func `groups that cannot all have a device are noticed before they are tried`() throws {
        var options = CandidateOptions()
        options.stepCeiling = 10
        let catalog = catalog(hosts: 3, devices: 11)
        #expect(try catalog.candidates(query(groups: 12), options).count == 0)
        var isolated = query(groups: 12)
        isolated.isolatesGroups = true
        #expect(try catalog.candidates(isolated, options).count == 0)
    }

    @Test func `a search that takes too long is given up`() {
        // Each of two groups could have the one device that fits the subtree rule.
        var query = query(groups: 9)
        query.sameSubtrees = [(1...9).map(String.init)]
        var options = CandidateOptions()
        options.stepCeiling = 3
        #expect(throws: CandidateError.tooMuchWork(ceiling: 3)) {
            try catalog(hosts: 3, devices: 9).candidates(query, options)
        }
    }

    /// A host with four devices of seven units each, and groups that look as if they fit: two of
    /// three units on each device leave no device with two units for the last groups.
    private func puzzle(
        _ amounts: [Int] = [3, 3, 3, 3, 3, 3, 3, 3, 2, 2]
    ) -> (catalog: Catalog, query: CandidateQuery) {
        let seven = Stock(
            total: 7, reserved: 0, allocationRatio: 1, used: 0, minimum: 1, maximum: 7, step: 1)
        var builder = CatalogBuilder(
            names: CatalogNames(traits: [:], resourceClasses: ["VF": 3], aggregates: [:]))
        builder.addProvider(id: 1, uuid: "1", parentID: nil, rootID: 1)
        for device in Int32(2)...5 {
            builder.addProvider(id: device, uuid: "\(device)", parentID: 1, rootID: 1)
            builder.add(seven, of: 3, to: device)
        }
        var query = CandidateQuery()
        for (number, amount) in amounts.enumerated() {
            var group = RequestGroup(suffix: "\(number)")
            group.resources = [("VF", amount)]
            query.groups.append(group)
        }
        return (builder.build(), query)
    }

    @Test(arguments: [CandidateOptions.Strategy.depthFirst, .breadthFirst])
    func `a search is given up within one tree`(strategy: CandidateOptions.Strategy) throws {
        let (catalog, query) = puzzle()
        var options = CandidateOptions()
        options.strategy = strategy
        options.stepCeiling = 1000
        var search = CandidateSearch(try SearchPlan(query, catalog), catalog, options)
        #expect(throws: CandidateError.tooMuchWork(ceiling: 1000)) { try search.run() }
        #expect(search.visitor.steps == 1001)
        // There really is none.
        #expect(try catalog.candidates(query).count == 0)
    }

    @Test func `an explanation is cut short within one tree`() {
        let (catalog, query) = puzzle()
        let short = catalog.explain(query, choices: 1000)
        #expect(short.isCutShort)
        #expect(short.culprit == nil)
        #expect(short.line.hasPrefix("too many choices to tell why"))
        let whole = catalog.explain(query)
        #expect(!whole.isCutShort)
        #expect(whole.culprit?.filter == "capacity for all groups")
    }

    @Test(arguments: [[4, 4, 4, 4, 4], [1, 4, 4, 4, 4, 4], [2, 2, 2, 4, 4, 4, 4, 4]])
    func `more groups than devices can serve are noticed before they are tried`(
        amounts: [Int]
    ) throws {
        // A device serves one group of four, and there are four devices.
        let (catalog, query) = puzzle(amounts)
        var options = CandidateOptions()
        options.stepCeiling = 0
        #expect(try catalog.candidates(query, options).count == 0)
    }

    @Test func `a sample is drawn from what was visited until the search was given up`() throws {
        // Isolated groups: few of the many combinations that could be drawn are candidates.
        let catalog = catalog(hosts: 1, devices: 9)
        var query = query(groups: 9, limit: 3)
        query.isolatesGroups = true
        var options = CandidateOptions()
        options.randomSeed = 1
        options.candidateCeiling = 100
        options.stepCeiling = 5000
        let found = try catalog.candidates(query, options)
        #expect(Set(found.spellings).count == 3)
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `chance favours no candidate`(seed: UInt64) throws {
        // 8 hosts with 56 candidates each, 20 of 448 taken 2000 times: about 89 times each.
        let catalog = catalog(hosts: 8, devices: 8)
        var counts: [String: Int] = [:]
        var options = CandidateOptions()
        for round in UInt64(0)..<2000 {
            options.randomSeed = seed << 32 | round
            for text in try catalog.candidates(query(groups: 2, limit: 20), options).spellings {
                counts[text, default: 0] += 1
            }
        }
        #expect(counts.count == 448)
        #expect(counts.values.allSatisfy { (45...145).contains($0) })
    }

    @Test func `drawing from more candidates than can be listed favours no host`() throws {
        let catalog = catalog(hosts: 10, devices: 8)
        var options = CandidateOptions()
        var counts = [Int](repeating: 0, count: 10)
        for seed in UInt64(0)..<40 {
            options.randomSeed = seed
            let found = try catalog.candidates(query(groups: 6, limit: 50), options)
            #expect(Set(found.spellings).count == 50)
            for index in 0..<50 { counts[Int(catalog.root(of: found[index].first ?? 1)) / 9] += 1 }
        }
        #expect(counts.allSatisfy { (130...270).contains($0) })
    }
}
