// SPDX-License-Identifier: Apache-2.0

import Gateway
import Synchronization
import Testing

@Suite struct PhaseTimesTests {
    @Test func `a phase takes as long as what is measured`() throws {
        let clock = Mutex(0)
        let times: PhaseTimes? = PhaseTimes { clock.withLock { $0 } }
        let answer = times.measure(.policy) {
            clock.withLock { $0 += 7 }
            return "done"
        }
        struct Failure: Error {}
        #expect(throws: Failure.self) {
            try times.measure(.policy) { () throws(Failure) in
                clock.withLock { $0 += 5 }
                throw Failure()
            }
        }
        #expect(answer == "done")
        #expect(times?[.policy] == 12)
        #expect(times?[.commit] == 0)
    }

    @Test func `where no times are wanted the work is done all the same`() {
        let times: PhaseTimes? = nil
        #expect(times.measure(.policy) { 3 } == 3)
    }
}
