// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A lock between processes, held on a file that has no other use.
///
/// The lock belongs to this object (flock(2): to the open file), so two objects on the same file
/// exclude each other within one process too, and it is given back when the process ends, however
/// it ends. One object is for one thread at a time.
package final class FileLock {
    /// How a lock is held.
    package enum Mode: Sendable {
        /// Any number may hold it at once.
        case shared
        /// Nobody else holds it.
        case exclusive
    }

    private let file: FileDescriptor

    /// Opens the lock file, and makes it if there is none.
    ///
    /// Reading it is enough to lock it, so the file may belong to another user.
    ///
    /// - Throws: Why it cannot be opened.
    package init(path: String, mode: UInt32 = 0o644) throws(Errno) {
        file = FileDescriptor(
            owning: try retryingInterrupts { open(path, O_RDONLY | O_CREAT | O_CLOEXEC, mode) })
    }

    /// Opens a directory to lock it, so that no lock file is left behind.
    ///
    /// - Throws: Why it cannot be opened.
    package init(directory: String) throws(Errno) {
        file = FileDescriptor(
            owning: try retryingInterrupts { open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC) })
    }

    /// Takes the lock if it is free, or changes the mode in which it is held.
    ///
    /// A change from shared to exclusive is not atomic: when it returns `false`, the shared lock
    /// may be lost as well (flock(2)).
    ///
    /// - Returns: Whether it is held now.
    /// - Throws: Why the system cannot lock that file.
    package func tryLock(_ mode: Mode) throws(Errno) -> Bool {
        let operation = mode == .shared ? LOCK_SH : LOCK_EX
        do {
            _ = try retryingInterrupts { flock(file.rawValue, operation | LOCK_NB) }
            return true
        } catch .wouldBlock {
            return false
        }
    }

    /// Waits for the lock.
    ///
    /// flock(2) knows no time-out, so this asks again and again, after 0.1 to 0.8 milliseconds.
    ///
    /// - Returns: Whether it is held now; `false` when the time is over.
    /// - Throws: Why the system cannot lock that file.
    package func lock(_ mode: Mode, atMost limit: Duration) throws(Errno) -> Bool {
        let deadline = MonotonicTime.now + limit
        var pause = Duration.microseconds(100)
        while true {
            if try tryLock(mode) { return true }
            guard MonotonicTime.now < deadline else { return false }
            Thread.sleep(pause)
            pause = min(pause * 2, .microseconds(800))
        }
    }

    /// Gives the lock back.
    package func unlock() {
        // Unlocking an open descriptor cannot fail; closing it would unlock as well.
        flock(file.rawValue, LOCK_UN)
    }
}
