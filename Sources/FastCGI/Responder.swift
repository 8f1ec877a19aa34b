// SPDX-License-Identifier: Apache-2.0

package import Gateway
import POSIX

/// Answers what web servers hand over by FastCGI, on its own threads, until it is stopped.
package final class Responder: Sendable {
    private let shared: Shared
    private let report: @Sendable (String) -> Void

    /// Prepares a responder; nothing is accepted before ``run(ready:)``.
    ///
    /// - Parameters:
    ///   - listeners: Where web servers find it; they connect already, and wait.
    ///   - limits: How much it takes on.
    ///   - mountPath: Where the service is mounted, such as `/placement`; `nil` to find out from
    ///     each request, see ``Environ/normalized(mountPath:)``.
    ///   - report: Is told, in one line and not more often than once a second, what an operator
    ///     should know.
    ///   - refuse: Makes the answer to a request that goes beyond the limits.
    ///   - application: Answers all other requests, on several threads at the same time.
    /// - Throws: ``Listener/Failure`` if the system is out of descriptors.
    package init(
        listeners: [Listener], limits: Limits = Limits(), mountPath: String? = nil,
        report: @escaping @Sendable (String) -> Void = { _ in },
        refuse: @escaping @Sendable (Refusal, Environ) -> Response = Refusal.plainText,
        application: @escaping @Sendable (Request) -> Response
    ) throws(Listener.Failure) {
        self.report = report
        do {
            shared = try Shared(
                listeners: listeners, limits: limits, mountPath: mountPath, refuse: refuse,
                application: application)
        } catch {
            throw Listener.Failure(description: "the responder cannot be prepared: \(error)")
        }
    }

    /// How many connections are open, how many of them a thread has in hand, and how many threads
    /// there are.
    package var load: (openConnections: Int, busyThreads: Int, threads: Int) {
        let (open, working) = shared.table.counts
        return (open, working, shared.limits.threads)
    }

    /// Ends ``run(ready:)`` once the requests in hand are answered.
    ///
    /// - Returns: `false` if it was told so before.
    @discardableResult package func stop() -> Bool {
        shared.beginDraining()
    }

    /// Answers requests until ``stop()``.
    ///
    /// - Parameter ready: Is called once all threads wait for requests.
    /// - Returns: Whether everything in hand was answered; `false` if ``Limits/drainLimit`` was
    ///   over before, and threads may still be at work.
    /// - Throws: ``Listener/Failure`` if the threads cannot be started.
    package func run(ready: () -> Void = {}) throws(Listener.Failure) -> Bool {
        let threads: [Thread]
        do {
            threads = try startWorkers()
            try shared.beginAccepting()
        } catch {
            shared.end()
            throw Listener.Failure(description: "the responder cannot start: \(error)")
        }
        ready()
        while !keepHouse() {}
        let isDrained = drain()
        shared.end()
        if isDrained {
            for thread in threads { thread.join() }
        }
        return isDrained
    }

    // MARK: Threads

    private func startWorkers() throws(Errno) -> [Thread] {
        let limits = shared.limits
        var threads: [Thread] = []
        for number in 1...max(1, limits.threads) {
            let name = "fastcgi \(number)"
            let thread = try Thread(name: name, stackSizeBytes: limits.stackSizeBytes) {
                [shared] in work(shared)
            }
            threads.append(thread)
        }
        let count = threads.count
        let failure = shared.messages.wait(atMost: .seconds(30)) { messages -> Errno?? in
            if let failure = messages.startFailure { return .some(failure) }
            return messages.runningWorkers == count ? .some(nil) : nil
        }
        if let failure = failure ?? .timedOut { throw failure }
        return threads
    }

    // MARK: Housekeeping

    /// Looks after what no worker sees: time that passes.
    ///
    /// - Returns: Whether to stop.
    private func keepHouse() -> Bool {
        let isStopped = shared.messages.wait(atMost: .seconds(1)) { messages in
            messages.isStopRequested ? true : messages.pausedListeners.isEmpty ? nil : false
        }
        if isStopped == true { return true }
        shared.table.endExpired(at: .now)
        reportMessages()
        guard isStopped == false else { return false }

        // There were no descriptors left. Some may be free in a moment, but not at once.
        let isStoppedMeanwhile = shared.messages.wait(atMost: .milliseconds(100)) {
            $0.isStopRequested ? true : nil
        }
        let paused = shared.messages.withLock { messages in
            let paused = messages.pausedListeners
            messages.pausedListeners = []
            return paused
        }
        for identifier in paused {
            guard let listener = shared.listener(identifier) else { continue }
            shared.rearm(listener.socket, identifier)
        }
        return isStoppedMeanwhile ?? false
    }

    /// Tells the operator what happened since the last time.
    private func reportMessages() {
        let messages = shared.messages.withLock { messages in
            let copy = messages
            messages.violations = 0
            messages.acceptFailure = nil
            return copy
        }
        if let failure = messages.acceptFailure {
            report("connections have to wait: \(failure)")
        }
        if let violation = messages.lastViolation, messages.violations > 0 {
            report(
                "\(messages.violations) connections closed, the last one because "
                    + violation.rawValue)
        }
    }

    /// Answers what is in hand or on its way, and closes everything else.
    ///
    /// - Returns: Whether that came to an end in time.
    private func drain() -> Bool {
        let began = MonotonicTime.now
        shared.wakeUp.wake()
        for listener in shared.listeners {
            shared.poller.remove(listener.socket.descriptor)
            for socket in listener.close() { shared.park(shared.takeIn(socket, from: listener)) }
        }
        while !shared.table.isEmpty {
            let now = MonotonicTime.now
            if now - began > shared.limits.drainLimit {
                shared.table.closeAll()
                return false
            }
            // A web server may just be sending into a connection that it has kept.
            if now - began > shared.limits.lingerLimit { shared.table.endIdle() }
            shared.table.endStalled(at: now)
            _ = shared.messages.wait(atMost: .milliseconds(2)) { _ in nil as Bool? }
        }
        return true
    }
}

/// What each thread does.
private func work(_ shared: Shared) {
    do {
        let worker = try Worker(shared)
        shared.messages.update { $0.runningWorkers += 1 }
        worker.run()
    } catch {
        shared.messages.update { $0.startFailure = error }
    }
}
