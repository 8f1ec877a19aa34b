// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc

/// A descriptor that becomes readable when one thread wants to wake others: eventfd(2).
package final class WakeUp: Sendable {
    private let file: FileDescriptor

    /// - Throws: Why there cannot be another one.
    package init() throws(Errno) {
        let flags = Int32(EFD_CLOEXEC | EFD_NONBLOCK)
        file = FileDescriptor(owning: try retryingInterrupts { eventfd(0, flags) })
    }

    /// For a ``Poller``; valid as long as the object.
    package var descriptor: Int32 { file.rawValue }

    /// Makes it readable, for good.
    package func wake() {
        // It fails only when the counter is full, and then it is readable anyway.
        eventfd_write(file.rawValue, 1)
    }
}
