// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Where the time of one request went, as those who worked on it say.
///
/// Phases do not overlap, so what is in none of them was spent on the rest. A write goes on in
/// another thread than its request, so any thread may add.
package final class PhaseTimes: Sendable {
    /// What a request spends time on, in the order in which it does.
    package enum Phase: Int, CaseIterable, Sendable {
        /// Its bytes came, from the first to the last.
        case arrival
        /// Its caller was found out.
        case authentication
        /// Rules were asked whether the caller may do it.
        case policy
        /// The ledger was read, including the wait for a connection.
        case reading
        /// The picture of all providers was compared with the ledger, and brought up to date.
        case catalog
        /// Candidates were searched, and the answer written.
        case search
        /// It waited for its turn to write.
        case queue
        /// It wrote.
        case writing
        /// It waited until what it had written was on the disk.
        case commit

        /// How many phases there are.
        package static let count = allCases.count
    }

    private let nanoseconds: InlineArray<9, Atomic<Int>>
    private let clock: @Sendable () -> Int

    /// - Parameter clock: Tells nanoseconds since some point in the past, and never jumps.
    package init(clock: @escaping @Sendable () -> Int) {
        precondition(Phase.count == 9, "a number for each phase")
        self.clock = clock
        nanoseconds = InlineArray { _ in Atomic(0) }
    }

    /// The moment, in nanoseconds since some point in the past.
    package var now: Int { clock() }

    /// Adds to a phase.
    package func add(_ phase: Phase, nanoseconds amount: Int) {
        nanoseconds[phase.rawValue].add(amount, ordering: .relaxed)
    }

    /// How long a phase took, in nanoseconds; 0 if there was none.
    package subscript(phase: Phase) -> Int {
        nanoseconds[phase.rawValue].load(ordering: .relaxed)
    }
}

extension PhaseTimes? {
    /// Does something, and adds the time that it takes to a phase where times are wanted.
    package func measure<Result, Failure>(
        _ phase: PhaseTimes.Phase, _ work: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let self else { return try work() }
        let start = self.now
        defer { self.add(phase, nanoseconds: self.now - start) }
        return try work()
    }
}
