// SPDX-License-Identifier: Apache-2.0

import POSIX
import Synchronization

/// Lines that the place they are meant for does not take, such as a file on a full disk.
///
/// They go to standard error, better in the wrong place than lost, and the service goes on. Why is
/// told once, and so is the end of the trouble.
final class StrayLines: Sendable {
    private let place: String
    private let count = Atomic(0)

    /// - Parameter place: What the lines were meant for, in an operator's words.
    init(of place: String) {
        self.place = place
    }

    func take(_ line: [UInt8], because error: Errno) {
        if count.wrappingAdd(1, ordering: .relaxed).oldValue == 0 {
            tell("does not take lines: \(error); they go to standard error")
        }
        StandardStream.error.write(line)
    }

    /// The place has taken a line.
    func end() {
        guard count.load(ordering: .relaxed) > 0 else { return }
        let strays = count.exchange(0, ordering: .relaxed)
        if strays > 0 { tell("takes lines again; \(strays) went to standard error") }
    }

    func tell(_ what: String) {
        StandardStream.error.writeLine("The log \(place) \(what)")
    }
}
