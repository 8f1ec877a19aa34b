// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Placement

/// The engine against ``PlainSearch``, on thousands of small clouds.
@Suite struct CandidateSearchTests {
    /// Either the answer or the error, so that both can be compared.
    private func outcome<Answer>(_ body: () throws -> Answer) -> Result<Answer, CandidateError> {
        do {
            return .success(try body())
        } catch let error as CandidateError {
            return .failure(error)
        } catch {
            return .failure(.tooMuchWork(ceiling: 0))
        }
    }

    private func compare(seed: UInt64, _ options: CandidateOptions) {
        var forest = RandomForest(seed: seed)
        let plain = PlainSearch(providers: forest.providers, names: forest.names)
        let catalog = forest.catalog
        for number in 0..<8 {
            let query = number < 5 ? forest.query() : forest.deepQuery()
            let expected = outcome { try plain.run(query) }
            let actual = outcome { try catalog.candidates(query, options) }
            switch (expected, actual) {
            case (.success(let expected), .success(let actual)):
                let spellings = actual.spellings
                #expect(Set(spellings) == expected.candidates, "seed \(seed), query \(number)")
                #expect(spellings.count == Set(spellings).count, "seed \(seed), query \(number)")
                #expect(
                    Set(actual.summaries) == expected.summaries, "seed \(seed), query \(number)")
            case (.failure(let expected), .failure(let actual)):
                #expect(expected == actual, "seed \(seed), query \(number)")
            default:
                Issue.record("seed \(seed), query \(number): \(expected) is not \(actual)")
            }
        }
    }

    @Test(arguments: 0..<10)
    func `depth first finds what the definition finds`(block: UInt64) {
        for seed in (block * 200)..<(block * 200 + 200) { compare(seed: seed, CandidateOptions()) }
    }

    @Test(arguments: 0..<3)
    func `breadth first finds what the definition finds`(block: UInt64) {
        var options = CandidateOptions()
        options.strategy = .breadthFirst
        for seed in (block * 200)..<(block * 200 + 200) { compare(seed: seed, options) }
    }

    @Test(arguments: 0..<3)
    func `random order finds what the definition finds`(block: UInt64) {
        var options = CandidateOptions()
        options.randomSeed = block
        for seed in (block * 200)..<(block * 200 + 200) { compare(seed: seed, options) }
    }
}
