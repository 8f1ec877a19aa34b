// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc

/// A file without a name in memory, for a C library that reads from a descriptor only.
///
/// A pipe would do too, but those of ordinary users may hold 64 MiB together
/// (`fs.pipe-user-pages-soft`), and each has to be as large as the largest text.
package struct MemoryFile: ~Copyable, Sendable {
    private let file: FileDescriptor

    /// Makes an empty file.
    ///
    /// - Throws: Why there cannot be another one.
    package init(name: String) throws(Errno) {
        file = FileDescriptor(
            owning: try retryingInterrupts { memfd_create(name, CLINUX_MFD_CLOEXEC) })
    }

    /// What to read from; valid as long as the file.
    package var descriptor: Int32 { file.rawValue }

    /// Makes the file hold these bytes and nothing else; the next read begins at the first one.
    ///
    /// - Throws: Why they cannot be kept: there is no memory left.
    package func replaceContents(by bytes: [UInt8]) throws(Errno) {
        _ = try retryingInterrupts { lseek(file.rawValue, 0, SEEK_SET) }
        try writeAll(bytes, to: file.rawValue)
        _ = try retryingInterrupts { ftruncate(file.rawValue, off_t(bytes.count)) }
        _ = try retryingInterrupts { lseek(file.rawValue, 0, SEEK_SET) }
    }
}
