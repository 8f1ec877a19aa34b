// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Where the lines of a command go, until the first one that cannot be written.
///
/// A command that is told to write into a full disk has failed, whatever it returns.
final class CommandOutput: Sendable {
    private let write: @Sendable (String) throws -> Void
    private let state = Mutex<(any Error)?>(nil)

    init(_ write: @escaping @Sendable (String) throws -> Void) {
        self.write = write
    }

    /// Why something could not be written.
    var failure: (any Error)? { state.withLock { $0 } }

    /// Writes a line, unless an earlier one failed.
    func print(_ line: String) {
        state.withLock { failure in
            guard failure == nil else { return }
            do {
                try write(line)
            } catch {
                failure = error
            }
        }
    }
}
