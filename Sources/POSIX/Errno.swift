// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A failure of the operating system: `errno`, with its text.
package struct Errno: Error, RawRepresentable, Hashable, CustomStringConvertible {
    package let rawValue: Int32

    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// What the last failed call of this thread left behind; read it before any other call.
    package static var current: Errno { Errno(rawValue: errno) }

    package static let noSuchFile = Errno(rawValue: ENOENT)
    package static let fileExists = Errno(rawValue: EEXIST)
    package static let interrupted = Errno(rawValue: EINTR)
    package static let wouldBlock = Errno(rawValue: EAGAIN)
    package static let invalidArgument = Errno(rawValue: EINVAL)
    package static let tooManyOpenFiles = Errno(rawValue: EMFILE)
    package static let fileTooLarge = Errno(rawValue: EFBIG)
    package static let timedOut = Errno(rawValue: ETIMEDOUT)
    package static let addressInUse = Errno(rawValue: EADDRINUSE)
    package static let connectionRefused = Errno(rawValue: ECONNREFUSED)
    package static let connectionReset = Errno(rawValue: ECONNRESET)
    package static let connectionAborted = Errno(rawValue: ECONNABORTED)
    package static let addressNotAvailable = Errno(rawValue: EADDRNOTAVAIL)
    package static let messageTooLong = Errno(rawValue: EMSGSIZE)
    package static let nameTooLong = Errno(rawValue: ENAMETOOLONG)
    package static let notPermitted = Errno(rawValue: EPERM)
    package static let noSpace = Errno(rawValue: ENOSPC)
    package static let quotaExceeded = Errno(rawValue: EDQUOT)
    package static let readOnlyFileSystem = Errno(rawValue: EROFS)
    package static let brokenPipe = Errno(rawValue: EPIPE)

    /// The text of the C library: `No such file or directory`.
    package var description: String {
        var text = [CChar](repeating: 0, count: 256)
        // The plain strerror is not safe with threads; this one writes into our buffer.
        guard strerror_r(rawValue, &text, text.count) == 0 else { return "error \(rawValue)" }
        let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Calls `body` until it is not interrupted by a signal.
///
/// - Parameter body: A system call that returns -1 when it fails.
/// - Returns: What the call returned when it succeeded.
/// - Throws: The `errno` of the failed call, never ``Errno/interrupted``.
func retryingInterrupts<Result: FixedWidthInteger & SignedInteger>(
    _ body: () -> Result
) throws(Errno) -> Result {
    while true {
        let result = body()
        if result != -1 { return result }
        let error = Errno.current
        guard error == .interrupted else { throw error }
    }
}
