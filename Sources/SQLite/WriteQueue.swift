// SPDX-License-Identifier: Apache-2.0

import CSQLite
import POSIX
import SQL

/// The writes that wait for the writer, in the order in which they came; large ones apart.
final class WriteQueue: Sendable {
    private struct State {
        var ordinary: [any Job] = []
        var large: [any Job] = []
        var isClosed = false

        var count: Int { ordinary.count + large.count }

        mutating func append(_ job: any Job, _ size: WriteSize) {
            switch size {
            case .ordinary: ordinary.append(job)
            case .large: large.append(job)
            }
        }

        mutating func popFirst(_ size: WriteSize) -> (any Job)? {
            switch size {
            case .ordinary: ordinary.isEmpty ? nil : ordinary.removeFirst()
            case .large: large.isEmpty ? nil : large.removeFirst()
            }
        }
    }

    private let state = Condition(State())
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    /// How many writes wait.
    var count: Int { state.withLock { $0.count } }

    /// Adds a write.
    ///
    /// - Throws: ``SQLError`` of kind ``SQLError/Kind/overloaded`` if too many wait already.
    func append(_ job: any Job, _ size: WriteSize = .ordinary) throws(SQLError) {
        let isClosed = state.update { state -> Bool? in
            guard !state.isClosed else { return true }
            guard state.count < limit else { return false }
            state.append(job, size)
            return nil
        }
        switch isClosed {
        case nil: return
        case true?: throw SQLError(.other, code: Int(SQLITE_MISUSE), "the database was closed")
        case false?:
            throw SQLError(.overloaded, code: Int(SQLITE_BUSY), "\(limit) writes are waiting")
        }
    }

    /// The next write of a size that somebody waits for, if there is one now.
    func next(_ size: WriteSize) -> (any Job)? {
        while let job = state.withLock({ $0.popFirst(size) }) {
            if job.start() { return job }
        }
        return nil
    }

    /// Waits until a write is there.
    ///
    /// Where writes of both sizes wait, the sizes take turns: many large ones cannot hold up the
    /// others, nor the other way round.
    ///
    /// - Parameter last: Of which size those were that came last.
    /// - Returns: Of which size those are that come next; `nil` when there will be none any more.
    func waitForWork(after last: WriteSize) -> WriteSize? {
        while true {
            // The limit only bounds the wait; nothing has to be done when it is over.
            let next = state.wait(atMost: .seconds(60)) { state -> WriteSize?? in
                switch (state.ordinary.isEmpty, state.large.isEmpty) {
                case (false, false): last == .large ? .ordinary : .large
                case (false, true): .ordinary
                case (true, false): .large
                case (true, true): state.isClosed ? .some(nil) : nil
                }
            }
            if let next { return next }
        }
    }

    /// Refuses further writes; those that wait are still done.
    func close() {
        state.update { $0.isClosed = true }
    }
}
