// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc
import Synchronization

/// A thread of the operating system.
package final class Thread: Sendable {
    private let handle: pthread_t
    private let isJoined = Mutex(false)

    /// Starts a thread, which no signal interrupts.
    ///
    /// - Parameters:
    ///   - name: What `top -H` and a debugger show; its first 15 bytes are kept.
    ///   - stackSizeBytes: The size of the stack; the memory is taken only where it is touched.
    ///   - body: What the thread does; the thread ends when it returns.
    /// - Throws: The reason why the system starts no more threads.
    package init(
        name: String, stackSizeBytes: Int = 1 << 20, body: @escaping @Sendable () -> Void
    ) throws(Errno) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        let status = pthread_attr_setstacksize(&attributes, stackSizeBytes)
        guard status == 0 else { throw Errno(rawValue: status) }

        let start = Unmanaged.passRetained(Start(name: name, body: body))
        var handle = pthread_t()
        let result = Signal.withAllBlocked {
            pthread_create(&handle, &attributes, runThread, start.toOpaque())
        }
        guard result == 0 else {
            start.release()
            throw Errno(rawValue: result)
        }
        self.handle = handle
    }

    /// The number by which the system knows the thread that asks.
    package static var currentIdentifier: Int32 { gettid() }

    /// Waits until the thread has ended; only the first call waits.
    package func join() {
        let isFirst = isJoined.withLock { isJoined in
            defer { isJoined = true }
            return !isJoined
        }
        if isFirst { pthread_join(handle, nil) }
    }

    /// Lets the calling thread do nothing for a while.
    package static func sleep(_ duration: Duration) {
        let deadline = MonotonicTime.now + duration
        var specification = deadline.specification
        while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &specification, nil) == EINTR {}
    }

    deinit {
        if !isJoined.withLock({ $0 }) { pthread_detach(handle) }
    }
}

/// What a new thread finds when it starts.
private final class Start: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }
}

private func runThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
    // The kernel refuses a name of more than 15 bytes as a whole.
    let name = String(decoding: start.name.utf8.prefix(15), as: UTF8.self)
    pthread_setname_np(pthread_self(), name)
    start.body()
    return nil
}
