// SPDX-License-Identifier: Apache-2.0

import CSQLite
import POSIX
import SQL
import Synchronization

/// A write that waits for its commit, as the writer sees it.
protocol Job: AnyObject, Sendable {
    /// Takes the job on; `false` if nobody waits for it any more.
    func start() -> Bool

    /// Does the work, and keeps what it returns until ``finish(_:)``.
    func perform(on connection: Connection) throws

    /// Keeps the error with which the work was refused until ``finish(_:)``.
    func refuse(_ error: any Error)

    /// Answers: with what was kept, or with the failure of the commit.
    func finish(_ failure: (any Error)?)
}

/// A write and its answer, shared by the thread that asks and the writer.
final class Ticket<Answer: Sendable>: Job {
    private enum State: Sendable {
        case queued
        case abandoned
        case started
        case finished(Result<Answer, any Error>)
    }

    private let work: @Sendable (any SQL.Connection) throws -> Answer
    private let state = Condition(State.queued)
    /// What to answer if the commit succeeds.
    private let outcome = Mutex<Result<Answer, any Error>?>(nil)

    init(_ work: @escaping @Sendable (any SQL.Connection) throws -> Answer) {
        self.work = work
    }

    func start() -> Bool {
        state.withLock { state in
            guard case .queued = state else { return false }
            state = .started
            return true
        }
    }

    func perform(on connection: Connection) throws {
        let answer = try work(connection)
        outcome.withLock { $0 = .success(answer) }
    }

    func refuse(_ error: any Error) {
        outcome.withLock { $0 = .failure(error) }
    }

    func finish(_ failure: (any Error)?) {
        let kept = outcome.withLock { $0 }
        let result: Result<Answer, any Error>
        if let failure {
            result = .failure(failure)
        } else if let kept {
            result = kept
        } else {
            preconditionFailure("a job was finished before it was performed")
        }
        state.update { $0 = .finished(result) }
    }

    /// Waits for the answer.
    ///
    /// - Parameters:
    ///   - queueLimit: How long to wait before giving up a job that was not started.
    ///   - commitLimit: How much longer to wait for one that was.
    /// - Returns: What the work returned.
    /// - Throws: What the work threw, or ``SQLError``.
    func answer(queueLimit: Duration, commitLimit: Duration) throws -> Answer {
        if let result = state.wait(atMost: queueLimit, for: Self.result) { return try result.get() }
        let isAbandoned = state.withLock { state in
            guard case .queued = state else { return false }
            state = .abandoned
            return true
        }
        guard !isAbandoned else {
            throw SQLError(
                .busy, code: Int(SQLITE_BUSY), "this write waited for its turn for \(queueLimit)")
        }
        guard let result = state.wait(atMost: commitLimit, for: Self.result) else {
            throw SQLError(
                .other, code: Int(SQLITE_BUSY),
                "the disk has not answered for \(commitLimit): the write may or may not be kept")
        }
        return try result.get()
    }

    private static func result(_ state: inout sending State) -> sending Result<Answer, any Error>? {
        guard case .finished(let result) = state else { return nil }
        return result
    }
}
