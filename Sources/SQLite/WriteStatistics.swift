// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// What the writer has done so far, for those who watch the service.
package final class WriteStatistics: Sendable {
    private let commitCounter = Atomic(0)
    private let writeCounter = Atomic(0)
    private let failureCounter = Atomic(0)
    private let checkpointCounter = Atomic(0)
    private let logPages = Atomic(0)

    /// Transactions that were committed.
    package var commits: Int { commitCounter.load(ordering: .relaxed) }
    /// Writes that these transactions held, refused ones as well; by `commits`, the mean batch.
    package var writes: Int { writeCounter.load(ordering: .relaxed) }
    /// Transactions that failed as a whole.
    package var failures: Int { failureCounter.load(ordering: .relaxed) }
    /// How often the write-ahead log was copied into the database.
    package var checkpoints: Int { checkpointCounter.load(ordering: .relaxed) }
    /// Pages in the write-ahead log after the newest commit.
    package var writeAheadLogPages: Int { logPages.load(ordering: .relaxed) }

    func countCommit(writes: Int, logPages pages: Int) {
        commitCounter.add(1, ordering: .relaxed)
        writeCounter.add(writes, ordering: .relaxed)
        logPages.store(pages, ordering: .relaxed)
    }

    func countFailure() {
        failureCounter.add(1, ordering: .relaxed)
    }

    func countCheckpoint() {
        checkpointCounter.add(1, ordering: .relaxed)
    }
}
