// SPDX-License-Identifier: Apache-2.0

import POSIX
import Synchronization

/// Sees to it that what several threads ask for at the same time is asked for once.
final class SingleFlight<Value: Sendable, Failure: Error>: Sendable {
    private typealias Flight = Condition<Result<Value, Failure>?>

    /// How long a thread waits for another one's answer.
    private let limit: Duration
    private let flights = Mutex<[String: Flight]>([:])

    init(waitingAtMost limit: Duration) {
        self.limit = limit
    }

    /// Runs `work`, or waits for the result of who runs it for the same key already.
    ///
    /// - Parameters:
    ///   - key: What is asked for.
    ///   - late: What is thrown when the other one takes too long.
    ///   - work: Finds the answer; called on this thread, without a lock.
    /// - Returns: The answer to both.
    /// - Throws: What the one that ran `work` got, or `late`.
    func value(
        of key: String, late: Failure, _ work: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let (flight, isMine) = flights.withLock { flights in
            if let flight = flights[key] { return (flight, false) }
            let flight = Flight(nil)
            flights[key] = flight
            return (flight, true)
        }
        guard isMine else {
            let result = flight.wait(atMost: limit) { $0 } ?? .failure(late)
            return try result.get()
        }
        let result = Result { () throws(Failure) -> Value in try work() }
        flights.withLock { $0[key] = nil }
        flight.update { $0 = result }
        return try result.get()
    }
}
