// SPDX-License-Identifier: Apache-2.0

import POSIX

/// Holds back lines that are repeated too often, and sees to it that their number is told.
final class RepeatedLines: Sendable {
    private struct State {
        var repeats: LogRepeats
        /// Whether a thread waits for the end of an interval.
        var isWatched = false
        var isFinished = false
    }

    private let state: Condition<State>

    /// The limit that the operator set, or `nil` if there is none.
    convenience init?(_ configuration: Configuration) {
        guard let repeats = LogRepeats(configuration) else { return nil }
        self.init(repeats)
    }

    init(_ repeats: LogRepeats) {
        state = Condition(State(repeats: repeats))
    }

    /// Whether a line is to be written; if not, `emit` gets to write their number later.
    func admit(_ record: LogRecord, emit: @escaping @Sendable (LogRecord) -> Void) -> Bool {
        let now = MonotonicTime.now
        let (isWritten, sum, needsWatch) = state.withLock { state in
            if state.isFinished { return (true, nil as LogRecord?, false) }
            let (isWritten, sum) = state.repeats.admit(record, at: now)
            let needsWatch = !isWritten && !state.isWatched
            if needsWatch { state.isWatched = true }
            return (isWritten, sum, needsWatch)
        }
        if let sum { emit(sum) }
        if needsWatch { startWatching(emit) }
        return isWritten
    }

    /// Writes all numbers that have not been told yet; from now on no line is held back.
    func finish(emit: (LogRecord) -> Void) {
        let sums = state.update { state in
            state.isFinished = true
            return state.repeats.takeSums(at: .now, isLast: true)
        }
        for sum in sums { emit(sum) }
    }

    /// Starts a thread that lives as long as there is something to tell.
    private func startWatching(_ emit: @escaping @Sendable (LogRecord) -> Void) {
        do {
            _ = try Thread(name: "log-repeats") { [self] in watch(emit) }
        } catch {
            // The next line of the kind, or the end of the program, brings the number then.
            state.withLock { $0.isWatched = false }
        }
    }

    private func watch(_ emit: (LogRecord) -> Void) {
        while true {
            let end = state.withLock { state in
                let end = state.isFinished ? nil : state.repeats.nextEnd
                if end == nil { state.isWatched = false }
                return end
            }
            guard let end else { return }
            _ = state.wait(atMost: max(.zero, end - .now)) { $0.isFinished ? true : nil }
            let sums = state.withLock { state in
                state.isFinished ? [] : state.repeats.takeSums(at: .now)
            }
            for sum in sums { emit(sum) }
        }
    }
}
