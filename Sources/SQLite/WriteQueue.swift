// SPDX-License-Identifier: Apache-2.0

import CSQLite
import POSIX
import SQL

/// The writes that wait for the writer, in the order in which they came.
final class WriteQueue: Sendable {
    private struct State {
        var jobs: [any Job] = []
        var isClosed = false
    }

    private let state = Condition(State())
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    /// How many writes wait.
    var count: Int { state.withLock { $0.jobs.count } }

    /// Adds a write.
    ///
    /// - Throws: ``SQLError`` of kind ``SQLError/Kind/overloaded`` if too many wait already.
    func append(_ job: any Job) throws(SQLError) {
        let isClosed = state.update { state -> Bool? in
            guard !state.isClosed else { return true }
            guard state.jobs.count < limit else { return false }
            state.jobs.append(job)
            return nil
        }
        switch isClosed {
        case nil: return
        case true?: throw SQLError(.other, code: Int(SQLITE_MISUSE), "the database was closed")
        case false?:
            throw SQLError(.overloaded, code: Int(SQLITE_BUSY), "\(limit) writes are waiting")
        }
    }

    /// The next write that somebody waits for, if there is one now.
    func next() -> (any Job)? {
        while let job = state.withLock({ $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }) {
            if job.start() { return job }
        }
        return nil
    }

    /// Waits until a write is there; `false` when there will be none any more.
    func waitForWork() -> Bool {
        while true {
            // The limit only bounds the wait; nothing has to be done when it is over.
            let isOpen = state.wait(atMost: .seconds(60)) { state -> Bool? in
                guard state.jobs.isEmpty else { return true }
                return state.isClosed ? false : nil
            }
            if let isOpen { return isOpen }
        }
    }

    /// Refuses further writes; those that wait are still done.
    func close() {
        state.update { $0.isClosed = true }
    }
}
