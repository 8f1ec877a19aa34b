// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Standard output and standard error, without buffers.
package enum StandardStream: Int32, Sendable {
    case output = 1
    case error = 2

    /// Whether a person reads along.
    package var isTerminal: Bool { isatty(rawValue) == 1 }

    /// Writes a line in one piece, so that the lines of several threads do not mix.
    ///
    /// A stream that nobody reads any more is no reason to stop, so failures are ignored.
    package func writeLine(_ line: String) {
        write(Array(line.utf8) + [0x0A])
    }

    /// Writes a line in one piece.
    ///
    /// - Throws: Why it, or the rest of it, could not be written.
    package func writeLineOrFail(_ line: String) throws(Errno) {
        try writeAll(Array(line.utf8) + [0x0A], to: rawValue)
    }

    /// Writes bytes as they are; failures are ignored as in ``writeLine(_:)``.
    package func write(_ bytes: [UInt8]) {
        do {
            try writeAll(bytes, to: rawValue)
        } catch {
            // There is no other place to tell it.
        }
    }
}
