// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// A value that threads share, change, and wait for.
///
/// It is a lock and a condition variable around the value, so that nobody can look without the
/// lock or change it without waking who waits:
///
///     let jobs = Condition<[Job]>([])
///     jobs.update { $0.append(job) }
///     let job = jobs.wait(atMost: .seconds(1)) { $0.isEmpty ? nil : $0.removeFirst() }
///
/// Call nothing that may block in the closures: the lock is held.
package final class Condition<Value>: Sendable {
    // The pthread lock is what threads wait with; the Mutex inside is never contended and is
    // there so that the compiler, not a comment, says that the value is shared safely.
    private let value: Mutex<Value>
    private let primitives = Primitives()

    /// Shares a value.
    package init(_ value: consuming sending Value) {
        self.value = Mutex(value)
    }

    /// Reads or changes the value without waking anybody.
    package func withLock<Result, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        primitives.lock()
        defer { primitives.unlock() }
        return try value.withLock(body)
    }

    /// Changes the value and wakes all that wait, so that each looks again.
    package func update<Result, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        primitives.lock()
        defer {
            primitives.wakeAll()
            primitives.unlock()
        }
        return try value.withLock(body)
    }

    /// Waits until `body` finds what it looks for.
    ///
    /// - Parameters:
    ///   - limit: How long to wait at most.
    ///   - body: Looks at the value, may take something from it, and returns `nil` to go on
    ///     waiting. It is called at once, after each ``update(_:)``, and once more at the end.
    /// - Returns: What `body` found, or `nil` when the time is over.
    package func wait<Result>(
        atMost limit: Duration, for body: (inout sending Value) -> sending Result?
    ) -> sending Result? {
        var deadline = (MonotonicTime.now + limit).specification
        primitives.lock()
        defer { primitives.unlock() }
        while true {
            if let result = value.withLock(body) { return result }
            guard primitives.wait(until: &deadline) else { return value.withLock(body) }
        }
    }
}

/// A pthread mutex with its condition variable, at an address that never changes.
private final class Primitives: Sendable {
    private struct Pair {
        var mutex = pthread_mutex_t()
        var condition = pthread_cond_t()
    }

    // Kept as a number because a pointer is not Sendable; the functions of pthread are.
    private let address: UInt

    init() {
        let pair = UnsafeMutablePointer<Pair>.allocate(capacity: 1)
        pair.initialize(to: Pair())
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        let isReady =
            pthread_mutex_init(&pair.pointee.mutex, nil) == 0
            && pthread_cond_init(&pair.pointee.condition, &attributes) == 0
        precondition(isReady, "a lock with default attributes needs nothing that can run out")
        pthread_condattr_destroy(&attributes)
        address = UInt(bitPattern: pair)
    }

    private var pair: UnsafeMutablePointer<Pair> {
        guard let pair = UnsafeMutablePointer<Pair>(bitPattern: address) else {
            preconditionFailure("the address came from an allocation")
        }
        return pair
    }

    func lock() { pthread_mutex_lock(&pair.pointee.mutex) }
    func unlock() { pthread_mutex_unlock(&pair.pointee.mutex) }
    func wakeAll() { pthread_cond_broadcast(&pair.pointee.condition) }

    /// Waits for a wake-up; `false` once the deadline has passed.
    func wait(until deadline: inout timespec) -> Bool {
        let pair = pair
        return pthread_cond_timedwait(&pair.pointee.condition, &pair.pointee.mutex, &deadline)
            != ETIMEDOUT
    }

    deinit {
        let pair = pair
        pthread_cond_destroy(&pair.pointee.condition)
        pthread_mutex_destroy(&pair.pointee.mutex)
        pair.deallocate()
    }
}
