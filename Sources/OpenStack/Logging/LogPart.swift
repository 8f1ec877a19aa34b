// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A part of the program that speaks through loggers, and the level from which on it does.
///
/// Loggers look at the level without a lock, since they do so several times in each request.
final class LogPart: Sendable {
    let name: String
    /// Whether its lines are about single requests or things, and none may be left out.
    let keepsRepeats: Bool
    private let level: Atomic<Int>

    init(_ name: String, level: LogLevel, keepsRepeats: Bool = false) {
        self.name = name
        self.keepsRepeats = keepsRepeats
        self.level = Atomic(level.rawValue)
    }

    /// Whether lines of a level are written.
    func speaks(at level: LogLevel) -> Bool {
        level.rawValue >= self.level.load(ordering: .relaxed)
    }

    func setLevel(_ level: LogLevel) {
        self.level.store(level.rawValue, ordering: .relaxed)
    }
}
