// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// A file that grows at its end, such as a log, and may be moved away while it does.
///
/// Any thread may append: each piece is written by one call, which Linux does not mix with others.
package final class AppendedFile: Sendable {
    private let path: String
    private let mode: UInt32
    private let current: Lock<Opened>

    /// An open file, closed when the last thread that writes to it has let go.
    private final class Opened: Sendable {
        let file: FileDescriptor
        let status: FileStatus
        /// Whether the file ends in a part of a piece, as when the disk became full.
        let isTorn = Atomic(false)

        init(path: String, mode: UInt32) throws(Errno) {
            file = FileDescriptor(
                owning: try retryingInterrupts {
                    open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, mode)
                })
            var status = stat()
            let descriptor = file.rawValue
            _ = try retryingInterrupts { fstat(descriptor, &status) }
            self.status = FileStatus(status)
        }
    }

    /// Opens a file, or makes it.
    ///
    /// - Parameters:
    ///   - path: The file's path.
    ///   - mode: The permissions of a new file, less the umask.
    /// - Throws: Why it cannot be written to.
    package init(path: String, mode: UInt32 = 0o644) throws(Errno) {
        self.path = path
        self.mode = mode
        current = Lock(try Opened(path: path, mode: mode))
    }

    /// Writes bytes behind what is there; on a line of their own, if what is there is torn.
    ///
    /// - Throws: Why not all of them could be written.
    package func append(_ bytes: [UInt8]) throws(Errno) {
        let opened = current.withLock { $0 }
        let isTorn =
            opened.isTorn.load(ordering: .relaxed)
            && opened.isTorn.exchange(false, ordering: .relaxed)
        var written = 0
        do {
            let piece = isTorn ? [0x0A] + bytes : bytes
            try writeAll(piece, to: opened.file.rawValue, written: &written)
        } catch {
            if isTorn || written > 0 { opened.isTorn.store(true, ordering: .relaxed) }
            throw error
        }
    }

    /// Opens the path again, so that a file that was moved away is left alone from now on.
    ///
    /// - Throws: Why the new file cannot be opened; the old one stays open then.
    package func reopen() throws(Errno) {
        let opened = try Opened(path: path, mode: mode)
        current.withLock { $0 = opened }
    }

    /// Opens the path again if another file, or none, is there now.
    ///
    /// - Throws: Why the new file cannot be opened; the old one stays open then.
    package func reopenIfMoved() throws(Errno) {
        let status = current.withLock { $0.status }
        do {
            if try File.status(of: path).isSameFile(as: status) { return }
        } catch .noSuchFile {
            // Moved away with nothing in its place.
        }
        try reopen()
    }
}
