// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A signal that the programs react to.
package enum Signal: Sendable, CaseIterable {
    case hangUp, interrupt, terminate, user1, user2, pipe

    /// Its number.
    package var number: Int32 {
        switch self {
        case .hangUp: SIGHUP
        case .interrupt: SIGINT
        case .terminate: SIGTERM
        case .user1: SIGUSR1
        case .user2: SIGUSR2
        case .pipe: SIGPIPE
        }
    }

    /// Keeps signals from interrupting this thread.
    ///
    /// Other threads block all signals from the start (``Thread``), so once the main thread has
    /// called this, they wait for ``wait(for:atMost:)`` in any thread.
    package static func block(_ signals: [Signal]) {
        var set = signalSet(signals)
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Calls `body` with all signals blocked in this thread, which a thread started in it inherits.
    static func withAllBlocked<Result>(_ body: () -> Result) -> Result {
        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        return body()
    }

    /// Waits for one of some blocked signals, and returns it.
    ///
    /// - Parameters:
    ///   - signals: Signals that every thread has blocked.
    ///   - limit: How long to wait at most.
    /// - Returns: The signal, or `nil` when the time is over.
    package static func wait(for signals: [Signal], atMost limit: Duration) -> Signal? {
        var set = signalSet(signals)
        let deadline = MonotonicTime.now + limit
        while true {
            let left = max(deadline - MonotonicTime.now, .zero)
            var timeout = (MonotonicTime(nanoseconds: 0) + left).specification
            let number = sigtimedwait(&set, nil, &timeout)
            if number == -1, Errno.current == .interrupted { continue }
            return signals.first { $0.number == number }
        }
    }

    /// Throws a signal away whenever it comes; for ``pipe``, so that a lost peer is an error code.
    package static func ignore(_ signal: Signal) {
        Glibc.signal(signal.number, SIG_IGN)
    }

    /// Whether a parent, such as nohup, has told the program to ignore this signal.
    package var isIgnored: Bool {
        var action = sigaction()
        sigaction(number, nil, &action)
        let handler = action.__sigaction_handler.sa_handler
        return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// Gives a signal back the effect that it has from the start.
    package static func restore(_ signal: Signal) {
        Glibc.signal(signal.number, SIG_DFL)
    }

    /// Sends this signal to a process.
    ///
    /// - Throws: Why it cannot be sent.
    package func send(to processIdentifier: Int32) throws(Errno) {
        _ = try retryingInterrupts { kill(processIdentifier, number) }
    }
}

private func signalSet(_ signals: [Signal]) -> sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in signals { sigaddset(&set, signal.number) }
    return set
}
