// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What the programs do with files; a file is named by its path.
package enum File {
    /// Reads a whole file.
    ///
    /// - Parameters:
    ///   - path: The file's path.
    ///   - limitBytes: How large the file may be.
    /// - Returns: Its bytes.
    /// - Throws: Why it cannot be read; ``Errno/fileTooLarge`` if it is larger than the limit.
    package static func contents(
        of path: String, limitBytes: Int = 16 << 20
    ) throws(Errno) -> [UInt8] {
        let file = FileDescriptor(
            owning: try retryingInterrupts { open(path, O_RDONLY | O_CLOEXEC) })
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = try retryingInterrupts { read(file.rawValue, &chunk, chunk.count) }
            guard count > 0 else { return bytes }
            guard bytes.count + count <= limitBytes else { throw .fileTooLarge }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    /// Writes a file, or replaces the one that is there.
    ///
    /// - Parameters:
    ///   - bytes: The whole contents.
    ///   - path: The file's path.
    ///   - mode: The permissions of a new file, less the umask.
    ///   - mustBeNew: Whether a file, or a link, that is there already is an error.
    /// - Throws: Why it cannot be written; ``Errno/fileExists``.
    package static func write(
        _ bytes: [UInt8], to path: String, mode: UInt32 = 0o644, mustBeNew: Bool = false
    ) throws(Errno) {
        let exclusively = mustBeNew ? O_EXCL : 0
        let file = FileDescriptor(
            owning: try retryingInterrupts {
                open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | exclusively, mode)
            })
        try writeAll(bytes, to: file.rawValue)
    }

    /// What is known about a file without opening it; links are followed.
    ///
    /// - Throws: ``Errno/noSuchFile``, or why it cannot be looked at.
    package static func status(of path: String) throws(Errno) -> FileStatus {
        var status = stat()
        _ = try retryingInterrupts { stat(path, &status) }
        return FileStatus(status)
    }

    /// Whether anything is at that path; `false` also where looking is not allowed.
    package static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    package static func isReadable(_ path: String) -> Bool {
        access(path, R_OK) == 0
    }

    /// The names in a directory, in byte order, without `.` and `..`.
    ///
    /// - Throws: Why it cannot be listed.
    package static func names(in directory: String) throws(Errno) -> [String] {
        guard let stream = opendir(directory) else { throw .current }
        defer { closedir(stream) }
        return try names(from: stream)
    }

    /// The names that are left in an open directory, in byte order, without `.` and `..`.
    ///
    /// - Throws: Why they are not all known.
    static func names(from stream: OpaquePointer) throws(Errno) -> [String] {
        var names: [String] = []
        while true {
            // Only so can the end be told from a failure, see readdir(3).
            errno = 0
            guard let entry = readdir(stream) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
                field.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        let error = Errno.current
        guard error.rawValue == 0 else { throw error }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Removes a file.
    ///
    /// - Throws: Why it is still there.
    package static func remove(_ path: String) throws(Errno) {
        _ = try retryingInterrupts { unlink(path) }
    }

    /// Gives a file another name in the same file system, replacing what has that name.
    ///
    /// Other programs see the old file or the new one, never a part of it.
    ///
    /// - Throws: Why both are as they were.
    package static func rename(_ path: String, to newPath: String) throws(Errno) {
        _ = try retryingInterrupts { Glibc.rename(path, newPath) }
    }

    /// Waits until the contents of a file, or the names in a directory, are on disk.
    ///
    /// - Throws: Why they may be lost when the power fails.
    package static func synchronize(_ path: String) throws(Errno) {
        let file = FileDescriptor(
            owning: try retryingInterrupts { open(path, O_RDONLY | O_CLOEXEC) })
        _ = try retryingInterrupts { fsync(file.rawValue) }
    }

    /// Changes the permission bits.
    ///
    /// - Throws: Why they are as they were.
    package static func setMode(_ mode: UInt32, of path: String) throws(Errno) {
        _ = try retryingInterrupts { chmod(path, mode) }
    }

    /// Changes owner and group; `nil` leaves one as it is.
    ///
    /// - Throws: Why they are as they were.
    package static func setOwner(
        userID: UInt32?, groupID: UInt32?, of path: String
    ) throws(Errno) {
        _ = try retryingInterrupts { chown(path, userID ?? .max, groupID ?? .max) }
    }

    /// Makes a directory; its parent must exist.
    ///
    /// - Throws: ``Errno/fileExists``, or why it cannot be made.
    package static func makeDirectory(_ path: String, mode: UInt32 = 0o755) throws(Errno) {
        _ = try retryingInterrupts { mkdir(path, mode) }
    }
}

/// Writes all bytes to a descriptor, however many calls that takes.
///
/// - Throws: Why the rest could not be written.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws(Errno) {
    var written = 0
    try writeAll(bytes, to: descriptor, written: &written)
}

/// Writes all bytes to a descriptor behind the first `written` ones, and counts on.
///
/// - Throws: Why the rest could not be written.
func writeAll(_ bytes: [UInt8], to descriptor: Int32, written: inout Int) throws(Errno) {
    while written < bytes.count {
        let begin = written
        written += try retryingInterrupts {
            bytes.withUnsafeBytes { buffer in
                write(descriptor, buffer.baseAddress.map { $0 + begin }, buffer.count - begin)
            }
        }
    }
}
