// SPDX-License-Identifier: Apache-2.0

package import Metrics
import Synchronization

/// What became of the tokens that came so far, for those who watch the service.
package final class TokenStatistics: Sendable {
    private let hitCounter = Counter()
    private let missCounter = Counter()
    private let refusalCounter = Counter()
    private let failureCounter = Counter()
    private let entryCount = Atomic(0)

    /// Tokens that were known from before.
    package var hits: Int { hitCounter.value }
    /// Tokens that were not, and about which Keystone was asked, or an answer to another awaited.
    package var misses: Int { missCounter.value }
    /// Tokens that were not accepted: unknown to Keystone, expired, or no tokens at all.
    package var refused: Int { refusalCounter.value }
    /// Tokens of which nobody knows whether they are good, since Keystone gave no verdict.
    package var failures: Int { failureCounter.value }
    /// Tokens that are remembered now.
    package var entries: Int { entryCount.load(ordering: .relaxed) }

    func countHit() { hitCounter.add() }

    func countMiss() { missCounter.add() }

    func countRefusal() { refusalCounter.add() }

    func countFailure() { failureCounter.add() }

    func setEntries(_ count: Int) {
        entryCount.store(count, ordering: .relaxed)
    }

    /// Writes the figures.
    package func write(to page: inout Exposition) {
        let outcomes = [
            ("hit", hits), ("miss", misses), ("refused", refused), ("failure", failures),
        ]
        page.counters(
            "placement_tokens_total",
            "Tokens that were remembered (hit) or not (miss), not accepted (refused), or without a "
                + "verdict of Keystone (failure).",
            outcomes.map { ([("outcome", $0.0)], Double($0.1)) })
        page.gauge(
            "placement_token_cache_entries", "Tokens that are remembered.", Double(entries))
    }
}
