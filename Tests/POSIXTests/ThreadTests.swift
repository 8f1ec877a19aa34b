// SPDX-License-Identifier: Apache-2.0

import POSIX
import Testing

@Suite struct ThreadTests {
    @Test func `threads hand jobs to one another`() throws {
        let jobs = Condition<[Int]>([])
        let sum = Condition(0)
        let workers = try (0..<4).map { number in
            try Thread(name: "worker \(number)") {
                while let job = jobs.wait(atMost: .seconds(30), for: { $0.popLast() }), job > 0 {
                    sum.update { $0 += job }
                }
            }
        }
        for job in 1...1_000 { jobs.update { $0.insert(job, at: 0) } }
        let total = sum.wait(atMost: .seconds(30)) { $0 == 500_500 ? $0 : nil }
        for _ in workers { jobs.update { $0.append(0) } }
        for worker in workers { worker.join() }
        #expect(total == 500_500)
    }

    @Test func `a wait ends when its time is over`() {
        let never = Condition(false)
        #expect(never.wait(atMost: .milliseconds(1)) { $0 ? true : nil } == nil)
    }

    @Test func `a wait ends at once when the value is there`() {
        let ready = Condition(7)
        #expect(ready.wait(atMost: .zero) { $0 } == 7)
    }

    @Test func `a thread has the stack that was asked for`() throws {
        let depth = Condition(0)
        let thread = try Thread(name: "deep", stackSizeBytes: 64 << 20) {
            let reached = descend(20_000)
            depth.update { $0 = reached }
        }
        thread.join()
        #expect(depth.withLock { $0 } == 20_000)
    }

    @Test func `a stack smaller than the system allows is refused`() {
        #expect(throws: Errno.invalidArgument) {
            try Thread(name: "small", stackSizeBytes: 1) {}
        }
    }

    @Test func `a second join returns at once`() throws {
        let thread = try Thread(name: "short") {}
        thread.join()
        thread.join()
    }
}

/// Uses more than 1 KiB of stack a level.
private func descend(_ levels: Int) -> Int {
    withUnsafeTemporaryAllocation(byteCount: 1_024, alignment: 16) { buffer in
        buffer[0] = 1
        return levels == 0 ? 0 : Int(buffer[0]) + descend(levels - 1)
    }
}
