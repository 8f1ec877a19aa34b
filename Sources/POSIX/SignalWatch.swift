// SPDX-License-Identifier: Apache-2.0

/// A thread that turns signals into calls, so that no code ever runs inside a signal handler.
package final class SignalWatch: Sendable {
    private let signals: [Signal]

    /// Blocks signals in this thread, which must be the main one; until ``start(_:)`` they wait.
    package init(_ signals: [Signal]) {
        self.signals = signals
        Signal.block(signals)
        // A parent such as nohup may ignore some of them, and ignored signals do not even wait.
        for signal in signals { Signal.restore(signal) }
    }

    /// Begins to call `handle` with each signal, one after the other.
    ///
    /// - Throws: Why there is no thread for it.
    package func start(_ handle: @escaping @Sendable (Signal) -> Void) throws(Errno) {
        _ = try Thread(name: "signals") { [signals] in
            while true {
                guard let signal = Signal.wait(for: signals, atMost: .seconds(3_600)) else {
                    continue
                }
                handle(signal)
            }
        }
    }
}
