// SPDX-License-Identifier: Apache-2.0

import CSQLite
import POSIX
import SQL
import Synchronization

/// A write that waits for its commit, as the writer sees it.
protocol Job: AnyObject, Sendable {
    /// Takes the job on; `false` if nobody waits for it any more.
    func start() -> Bool

    /// Notes that the commit begins, which is for the disk alone.
    func beginCommit()

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
        case committing(since: MonotonicTime)
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

    func beginCommit() {
        // Nobody is woken: who waits looks when the limit of a commit could be over.
        state.withLock { $0 = .committing(since: .now) }
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
    ///   - workLimit: How long to wait for the end of the work, once it was started.
    ///   - commitLimit: How long to wait for the end of the commit, once it has begun.
    /// - Returns: What the work returned.
    /// - Throws: What the work threw, or ``SQLError``, of kind ``SQLError/Kind/unknownOutcome`` if
    ///   the work or the commit does not end in time.
    func answer(
        queueLimit: Duration, workLimit: Duration, commitLimit: Duration
    ) throws -> Answer {
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
        let workDeadline = MonotonicTime.now + workLimit
        while true {
            // The commit may begin at any moment, so before this time its limit cannot be over.
            let earliest = MonotonicTime.now + commitLimit
            let commitDeadline = state.withLock { state -> MonotonicTime? in
                guard case .committing(let since) = state else { return nil }
                return since + commitLimit
            }
            let deadline = commitDeadline ?? min(earliest, workDeadline)
            let left = max(.zero, deadline - .now)
            if let result = state.wait(atMost: left, for: Self.result) { return try result.get() }
            if commitDeadline != nil {
                throw unknownOutcome("the disk has not answered for \(commitLimit)")
            }
            guard MonotonicTime.now < workDeadline else {
                throw unknownOutcome("this write has been at work for \(workLimit)")
            }
        }
    }

    private func unknownOutcome(_ reason: String) -> SQLError {
        SQLError(
            .unknownOutcome, code: Int(SQLITE_BUSY), "\(reason): it may or may not be kept")
    }

    private static func result(_ state: inout sending State) -> sending Result<Answer, any Error>? {
        guard case .finished(let result) = state else { return nil }
        return result
    }
}
