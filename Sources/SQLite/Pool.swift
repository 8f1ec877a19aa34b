// SPDX-License-Identifier: Apache-2.0

import CSQLite
import POSIX
import SQL

/// Connections that threads borrow, one thread a connection at a time.
final class Pool: Sendable {
    private struct State {
        /// The one used last is lent first: it has the most in its cache.
        var idle: [Connection] = []
        var opened = 0
    }

    private let state = Condition(State())
    private let limit: Int
    private let waitLimit: Duration
    private let open: @Sendable () throws -> Connection
    private let files: DatabaseFiles?

    /// Makes a pool, which opens nothing before it is asked.
    ///
    /// - Parameters:
    ///   - limit: How many connections there may be.
    ///   - waitLimit: How long a thread waits for one.
    ///   - files: What connections must be to, where that can be told.
    ///   - open: Opens one.
    init(
        limit: Int, waitLimit: Duration, files: DatabaseFiles? = nil,
        open: @escaping @Sendable () throws -> Connection
    ) {
        self.limit = limit
        self.waitLimit = waitLimit
        self.open = open
        self.files = files
    }

    /// Lends a connection to `body`.
    ///
    /// - Throws: ``SQLError`` if none gets free in time or can be opened, or the files were moved, and
    ///   what `body` throws.
    func withConnection<Result>(_ body: (Connection) throws -> Result) throws -> Result {
        try files?.checkNowAndThen()
        let connection = try take()
        defer { put(connection) }
        return try body(connection)
    }

    private func take() throws -> Connection {
        let place = state.wait(atMost: waitLimit) { state -> Place? in
            if let connection = state.idle.popLast() { return .taken(connection) }
            guard state.opened < limit else { return nil }
            state.opened += 1
            return .free
        }
        switch place {
        case .taken(let connection): return connection
        case .free:
            do {
                let connection = try open()
                // It may be one to a file that has just taken the place of the database.
                try files?.check()
                return connection
            } catch {
                state.update { $0.opened -= 1 }
                throw error
            }
        case nil:
            throw SQLError(
                .busy, code: Int(SQLITE_BUSY),
                "all \(limit) connections for reading were in use for \(waitLimit)")
        }
    }

    private enum Place: Sendable {
        case taken(Connection)
        case free
    }

    private func put(_ connection: Connection) {
        state.update { state in
            // A transaction that could not be ended ends with its connection.
            if connection.hasTransaction {
                state.opened -= 1
            } else {
                state.idle.append(connection)
            }
        }
    }

    /// Closes the connections that nobody uses.
    func closeIdle() {
        let idle = state.withLock { state -> [Connection] in
            defer {
                state.opened -= state.idle.count
                state.idle = []
            }
            return state.idle
        }
        _ = idle  // closed here, without the lock
    }
}
