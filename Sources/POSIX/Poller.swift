// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc

/// Waits for many descriptors at once: epoll(7).
package final class Poller: Sendable {
    private let file: FileDescriptor

    /// - Throws: Why there cannot be another one.
    package init() throws(Errno) {
        file = FileDescriptor(owning: try retryingInterrupts { epoll_create1(O_CLOEXEC) })
    }

    /// How often a descriptor is reported.
    package enum Report: Sendable {
        /// To one thread; then it is silent until ``rearm(_:identifier:)``.
        case once
        /// To every thread that waits, for as long as it is readable.
        case always
    }

    /// Adds a descriptor.
    ///
    /// - Parameters:
    ///   - descriptor: It leaves by itself when it is closed.
    ///   - identifier: What ``wait(atMost:)`` returns when it is readable or has ended.
    ///   - report: How often.
    /// - Throws: Why it cannot be added.
    package func add(_ descriptor: Int32, identifier: UInt64, report: Report) throws(Errno) {
        try control(EPOLL_CTL_ADD, descriptor, identifier, report)
    }

    /// Lets a descriptor added with ``Report/once`` be reported once more.
    ///
    /// - Throws: Why it cannot; never if it was added and is open.
    package func rearm(_ descriptor: Int32, identifier: UInt64) throws(Errno) {
        try control(EPOLL_CTL_MOD, descriptor, identifier, .once)
    }

    /// Takes a descriptor out; nothing happens if it is not in.
    package func remove(_ descriptor: Int32) {
        epoll_ctl(file.rawValue, EPOLL_CTL_DEL, descriptor, nil)
    }

    /// Waits for one descriptor.
    ///
    /// - Parameter limit: How long to wait at most, in whole milliseconds; zero only looks.
    /// - Returns: The identifier of one that is readable, `nil` when the time is over.
    package func wait(atMost limit: Duration) -> UInt64? {
        var event = epoll_event()
        let (seconds, attoseconds) = limit.components
        let milliseconds = min(seconds, 3_600) * 1_000 + attoseconds / 1_000_000_000_000_000
        // An interrupted wait counts as one whose time is over: callers wait in a loop anyway.
        let count = epoll_wait(file.rawValue, &event, 1, Int32(milliseconds))
        return count == 1 ? event.data.u64 : nil
    }

    private func control(
        _ operation: Int32, _ descriptor: Int32, _ identifier: UInt64, _ report: Report
    ) throws(Errno) {
        var event = epoll_event()
        event.events = EPOLLIN.rawValue | EPOLLRDHUP.rawValue
        if report == .once { event.events |= EPOLLONESHOT.rawValue }
        event.data.u64 = identifier
        _ = try retryingInterrupts { epoll_ctl(file.rawValue, operation, descriptor, &event) }
    }
}
