// SPDX-License-Identifier: Apache-2.0

import POSIX
import Synchronization
import Testing

@testable import OpenStack

@Suite struct BulkheadTests {
    private struct Full: Error {}

    /// What those get who come in.
    private func number(_ bulkhead: Bulkhead) throws(Full) -> Int {
        try bulkhead.pass(full: Full()) { () throws(Full) in 7 }
    }

    /// Goes in on threads of its own, which stay until they are let out.
    private final class Crowd: Sendable {
        let bulkhead: Bulkhead
        let inside = Condition(0)
        let isOpen = Condition(false)
        private let threads = Mutex<[Thread]>([])

        init(_ bulkhead: Bulkhead) {
            self.bulkhead = bulkhead
        }

        func enter(_ count: Int) throws {
            for _ in 0..<count {
                let thread = try Thread(name: "crowd") { [self] in
                    // Who is sent away is missed below.
                    try? bulkhead.pass(full: Full()) { () throws(Full) in
                        inside.update { $0 += 1 }
                        _ = isOpen.wait(atMost: .seconds(60)) { $0 ? true : nil }
                    }
                }
                threads.withLock { $0.append(thread) }
            }
            let isIn = inside.wait(atMost: .seconds(60)) { $0 == count ? true : nil }
            try #require(isIn == true)
        }

        func leave() {
            isOpen.update { $0 = true }
            for thread in threads.withLock({ $0 }) { thread.join() }
        }
    }

    @Test func `once somebody waits too long, one more is sent away`() throws {
        let crowd = Crowd(Bulkhead(limit: 2, patience: .milliseconds(1)))
        try crowd.enter(2)
        #expect(throws: Full.self) { try number(crowd.bulkhead) }
        crowd.leave()
        #expect(try number(crowd.bulkhead) == 7)
    }

    @Test func `one more waits for its turn as long as there is hope`() throws {
        let crowd = Crowd(Bulkhead(limit: 2, patience: .seconds(60)))
        try crowd.enter(2)
        let answer = Condition<Int?>(nil)
        let waiting = try Thread(name: "waiting") {
            let found = try? number(crowd.bulkhead)
            answer.update { $0 = found ?? 0 }
        }
        #expect(answer.withLock { $0 } == nil)
        crowd.leave()
        waiting.join()
        #expect(answer.withLock { $0 } == 7)
    }

    @Test func `nobody waits for a turn until there is an answer again`() throws {
        let time = Mutex(MonotonicTime.now)
        let crowd = Crowd(
            Bulkhead(limit: 1, patience: .seconds(60), now: { time.withLock { $0 } }))
        #expect(throws: KeystoneError.unreachable("too late")) {
            try crowd.bulkhead.pass(full: KeystoneError.busy) { () throws(KeystoneError) in
                time.withLock { $0 = $0 + .seconds(60) }
                throw .unreachable("too late")
            }
        }
        // A quick failure is no answer.
        #expect(throws: KeystoneError.unreachable("at once")) {
            try crowd.bulkhead.pass(full: KeystoneError.busy) { () throws(KeystoneError) in
                throw .unreachable("at once")
            }
        }
        try crowd.enter(1)
        #expect(throws: Full.self) { try number(crowd.bulkhead) }
        crowd.leave()

        let again = Crowd(crowd.bulkhead)
        try again.enter(1)
        let answer = Condition<Int?>(nil)
        let waiting = try Thread(name: "waiting") {
            let found = try? number(crowd.bulkhead)
            answer.update { $0 = found ?? 0 }
        }
        again.leave()
        waiting.join()
        #expect(answer.withLock { $0 } == 7)
    }

    @Test func `who fails leaves too`() throws {
        let bulkhead = Bulkhead(limit: 1, patience: .milliseconds(1))
        for _ in 0..<3 {
            #expect(throws: KeystoneError.malformed("x")) {
                try bulkhead.pass(full: KeystoneError.busy) { () throws(KeystoneError) in
                    throw .malformed("x")
                }
            }
        }
    }
}
