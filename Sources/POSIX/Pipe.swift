// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc

/// A pipe within the process, for a C library that reads from a descriptor only.
package struct Pipe: ~Copyable, Sendable {
    private let reading: FileDescriptor
    private let writing: FileDescriptor

    /// Makes a pipe that holds at least so many bytes before a write has to wait.
    ///
    /// - Throws: Why there cannot be another one; ``Errno/notPermitted`` if the size is over
    ///   `fs.pipe-max-size`.
    package init(capacityBytes: Int32) throws(Errno) {
        var ends: (Int32, Int32) = (-1, -1)
        _ = try retryingInterrupts {
            withUnsafeMutablePointer(to: &ends) { pointer in
                pointer.withMemoryRebound(to: Int32.self, capacity: 2) { pipe($0) }
            }
        }
        let reading = FileDescriptor(owning: ends.0)
        let writing = FileDescriptor(owning: ends.1)
        _ = fcntl(ends.0, F_SETFD, FD_CLOEXEC)
        _ = fcntl(ends.1, F_SETFD, FD_CLOEXEC)
        // A write that would have to wait shall fail: nobody reads until it is done.
        _ = fcntl(ends.1, F_SETFL, O_NONBLOCK)
        _ = try retryingInterrupts { fcntl(ends.1, CLINUX_F_SETPIPE_SZ, capacityBytes) }
        self.reading = reading
        self.writing = writing
    }

    /// The end to read from; valid as long as the pipe.
    package var readingDescriptor: Int32 { reading.rawValue }

    /// Puts bytes in.
    ///
    /// - Throws: ``Errno/wouldBlock`` if they do not fit.
    package func write(_ bytes: [UInt8]) throws(Errno) {
        try writeAll(bytes, to: writing.rawValue)
    }
}
