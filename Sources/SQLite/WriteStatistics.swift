// SPDX-License-Identifier: Apache-2.0

package import Metrics
import Synchronization

/// What the writer has done so far, for those who watch the service.
package final class WriteStatistics: Sendable {
    private let failureCounter = Counter()
    private let checkpointCounter = Counter()
    private let logPages = Atomic(0)
    private let batches = Histogram(bounds: (0...7).map { 1 << $0 })
    private let durations = Histogram.ofDurations()

    /// Transactions that were committed.
    package var commits: Int { batches.count }
    /// Writes that these transactions held, refused ones as well; by `commits`, the mean batch.
    package var writes: Int { batches.sum }
    /// Transactions that failed as a whole.
    package var failures: Int { failureCounter.value }
    /// How often the write-ahead log was copied into the database.
    package var checkpoints: Int { checkpointCounter.value }
    /// Pages in the write-ahead log after the newest commit.
    package var writeAheadLogPages: Int { logPages.load(ordering: .relaxed) }

    func countCommit(writes: Int, duration: Duration, logPages pages: Int) {
        batches.record(writes)
        durations.record(duration)
        logPages.store(pages, ordering: .relaxed)
    }

    func countFailure() {
        failureCounter.add()
    }

    func countCheckpoint() {
        checkpointCounter.add()
    }

    /// Writes the figures.
    package func write(to page: inout Exposition) {
        page.histograms(
            "placement_commit_writes", "Writes that shared a commit.", [([], batches)])
        page.histograms(
            "placement_commit_duration_seconds",
            "Time of transactions, from asking for the right to write to the end of the commit.",
            [([], durations)])
        page.counter(
            "placement_commit_failures_total", "Transactions that failed as a whole.", failures)
        page.counter(
            "placement_checkpoints_total",
            "How often the write-ahead log was copied into the database.", checkpoints)
        page.gauge(
            "placement_write_ahead_log_pages",
            "Pages in the write-ahead log after the newest commit of this process.",
            Double(writeAheadLogPages))
    }
}
