// SPDX-License-Identifier: Apache-2.0

import POSIX

/// Tells a person at a terminal what a command has been doing for more than a second.
///
/// One line on standard error that is written again and again, and is gone in the end. Where
/// standard error is a file or a pipe there is nothing.
final class Progress: Sendable {
    private struct State: Sendable {
        var work = ""
        var isDone = false
    }

    private let state = Condition(State())
    private let start = MonotonicTime.now
    private let thread: Thread?

    /// Starts to tell.
    ///
    /// - Parameter isStreaming: Whether the command prints its results as it finds them; at a
    ///   terminal these show well enough that it is alive.
    /// - Throws: why no thread can be started.
    init(isStreaming: Bool = false) throws {
        guard StandardStream.error.isTerminal,
            !(isStreaming && StandardStream.output.isTerminal)
        else {
            thread = nil
            return
        }
        let state = state
        let start = start
        thread = try Thread(name: "progress") { Progress.show(state, since: start) }
    }

    /// Says what comes next.
    func begin(_ work: String) {
        state.withLock { $0.work = work }
    }

    /// Takes the line away, before results are printed.
    func end() {
        state.update { $0.isDone = true }
        thread?.join()
    }

    deinit { state.update { $0.isDone = true } }

    private static func show(_ state: Condition<State>, since start: MonotonicTime) {
        var isShown = false
        while true {
            let isDone: Bool? = state.wait(atMost: .seconds(1)) { $0.isDone ? true : nil }
            if isDone != nil { break }
            let seconds = (MonotonicTime.now - start).components.seconds
            let work = state.withLock { $0.work }
            StandardStream.error.write(Array("\r\u{1B}[K\(work), \(seconds) s".utf8))
            isShown = true
        }
        if isShown { StandardStream.error.write(Array("\r\u{1B}[K".utf8)) }
    }
}
