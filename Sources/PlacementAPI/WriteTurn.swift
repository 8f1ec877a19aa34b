// SPDX-License-Identifier: Apache-2.0

import Gateway
import Synchronization

/// Takes the times of one write: it waits for its turn, works on the writer's thread, and waits for
/// the commit.
final class WriteTurn: Sendable {
    private let times: PhaseTimes
    /// When the phase began that is going on.
    private let start: Atomic<Int>
    private let phase = Atomic(PhaseTimes.Phase.queue.rawValue)

    /// Begins to wait.
    init(_ times: PhaseTimes) {
        self.times = times
        start = Atomic(times.now)
    }

    /// The work begins; it may do so again where a database wants a retry.
    func begin() { change(to: .writing) }

    /// The work is done, and is to be committed.
    func finishWork() { change(to: .commit) }

    /// The answer is there.
    func end() { change(to: .queue) }

    private func change(to next: PhaseTimes.Phase) {
        let now = times.now
        let began = start.exchange(now, ordering: .acquiringAndReleasing)
        let ended = phase.exchange(next.rawValue, ordering: .acquiringAndReleasing)
        if let ended = PhaseTimes.Phase(rawValue: ended) {
            times.add(ended, nanoseconds: now - began)
        }
    }
}
