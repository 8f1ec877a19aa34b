// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// What became of the tokens that came so far, for those who watch the service.
package final class TokenStatistics: Sendable {
    private let hitCounter = Atomic(0)
    private let missCounter = Atomic(0)
    private let refusalCounter = Atomic(0)
    private let failureCounter = Atomic(0)
    private let entryCount = Atomic(0)

    /// Tokens that were known from before.
    package var hits: Int { hitCounter.load(ordering: .relaxed) }
    /// Tokens that were not, and about which Keystone was asked, or an answer to another awaited.
    package var misses: Int { missCounter.load(ordering: .relaxed) }
    /// Tokens that were not accepted: unknown to Keystone, expired, or no tokens at all.
    package var refused: Int { refusalCounter.load(ordering: .relaxed) }
    /// Tokens of which nobody knows whether they are good, since Keystone gave no verdict.
    package var failures: Int { failureCounter.load(ordering: .relaxed) }
    /// Tokens that are remembered now.
    package var entries: Int { entryCount.load(ordering: .relaxed) }

    func countHit() {
        hitCounter.add(1, ordering: .relaxed)
    }

    func countMiss() {
        missCounter.add(1, ordering: .relaxed)
    }

    func countRefusal() {
        refusalCounter.add(1, ordering: .relaxed)
    }

    func countFailure() {
        failureCounter.add(1, ordering: .relaxed)
    }

    func setEntries(_ count: Int) {
        entryCount.store(count, ordering: .relaxed)
    }
}
