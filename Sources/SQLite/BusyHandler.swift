// SPDX-License-Identifier: Apache-2.0

import CSQLite
import POSIX
import SQL
import Synchronization

/// Waits when another program holds a lock: short, uneven naps up to a limit.
///
/// SQLite's own handler sleeps up to 100 ms at a time, so that a program that never pauses between
/// its transactions can starve one that waits.
final class BusyHandler: Sendable {
    private struct State {
        var limit: Duration
        var started = MonotonicTime.now
    }

    private let state: Mutex<State>

    init(limit: Duration) {
        state = Mutex(State(limit: limit))
    }

    /// How long to wait in all.
    var limit: Duration {
        get { state.withLock { $0.limit } }
        set { state.withLock { $0.limit = newValue } }
    }

    /// Puts the handler to work; it must live as long as the connection.
    func install(on connection: Handle) -> Int32 {
        sqlite3_busy_handler(
            connection.pointer,
            { context, attempts in
                guard let context else { return 0 }
                let handler = Unmanaged<BusyHandler>.fromOpaque(context).takeUnretainedValue()
                return handler.nap(attempts) ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Sleeps for a moment; `false` once the limit is reached.
    private func nap(_ attempts: Int32) -> Bool {
        let isOver = state.withLock { state in
            if attempts == 0 { state.started = .now }
            return MonotonicTime.now - state.started >= state.limit
        }
        if isOver { return false }
        sqlite3_sleep(Int32.random(in: 1...(attempts < 8 ? 2 : 5)))
        return true
    }
}
