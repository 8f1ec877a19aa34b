// SPDX-License-Identifier: Apache-2.0

import POSIX

/// Keeps a server that is slow from holding all threads: only so many may wait for it at a time.
///
/// One more waits for its turn as long as the server answers in time. Once one inside has waited too
/// long, further ones are sent away at once, until the server answers in time again.
final class Bulkhead: Sendable {
    private struct State {
        /// When those inside came in, the first one first.
        var arrivals: [MonotonicTime] = []
        var isSlow = false
    }

    private enum Entry {
        case inside(MonotonicTime)
        case sentAway
    }

    private let limit: Int
    private let patience: Duration
    private let now: @Sendable () -> MonotonicTime
    private let state = Condition(State())

    /// - Parameters:
    ///   - limit: How many may be inside at a time.
    ///   - patience: How long an answer may take, and how long one more waits for its turn at most.
    ///   - now: Tells the time.
    init(
        limit: Int, patience: Duration,
        now: @escaping @Sendable () -> MonotonicTime = { MonotonicTime.now }
    ) {
        self.limit = limit
        self.patience = patience
        self.now = now
    }

    /// Runs `work` when it is this thread's turn.
    ///
    /// - Parameters:
    ///   - full: What is thrown to those who are sent away.
    ///   - work: Asks the server; no lock is held.
    /// - Returns: What `work` returns.
    /// - Throws: What `work` throws, or `full`.
    func pass<Result, Failure: Error>(
        full: Failure, _ work: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let arrival = enter() else { throw full }
        do throws(Failure) {
            let result = try work()
            leave(arrival, isAnswered: true)
            return result
        } catch {
            leave(arrival, isAnswered: false)
            throw error
        }
    }

    private func enter() -> MonotonicTime? {
        let entry = state.wait(atMost: patience) { [limit, patience, now] state -> Entry? in
            let now = now()
            if state.arrivals.count < limit {
                state.arrivals.append(now)
                return .inside(now)
            }
            if let first = state.arrivals.first, now - first >= patience { state.isSlow = true }
            return state.isSlow ? .sentAway : nil
        }
        if case .inside(let arrival) = entry { return arrival }
        return nil
    }

    private func leave(_ arrival: MonotonicTime, isAnswered: Bool) {
        let isLate = now() - arrival >= patience
        state.update { state in
            if let index = state.arrivals.firstIndex(of: arrival) {
                state.arrivals.remove(at: index)
            }
            if isAnswered || isLate { state.isSlow = isLate }
        }
    }
}
