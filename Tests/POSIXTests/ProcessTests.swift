// SPDX-License-Identifier: Apache-2.0

import POSIX
import Testing

@Suite struct ProcessTests {
    @Test func `the environment is read whole and by name`() throws {
        let path = try #require(Process.environment("PATH"))
        #expect(Process.environment["PATH"] == path)
        #expect(Process.environment("PLACEMENT_NO_SUCH_VARIABLE") == nil)
    }

    @Test func `random bytes differ from one call to the next`() {
        #expect(randomBytes(16).count == 16)
        #expect(randomBytes(16) != randomBytes(16))
    }

    @Test func `a blocked signal is waited for`() throws {
        let received = Condition<POSIX.Signal?>(nil)
        let thread = try Thread(name: "signals") {
            POSIX.Signal.block([.user2])
            do {
                try POSIX.Signal.user2.sendToThisThread()
            } catch {
                return
            }
            let signal = POSIX.Signal.wait(for: [.user2], atMost: .seconds(30))
            received.update { $0 = signal }
        }
        thread.join()
        #expect(received.withLock { $0 } == .user2)
    }

    @Test func `a thread blocks signals of which nobody told it`() throws {
        let received = Condition<POSIX.Signal?>(nil)
        // Not blocked, its effect would be the end of the process.
        let thread = try Thread(name: "signals") {
            do {
                try POSIX.Signal.hangUp.sendToThisThread()
            } catch {
                return
            }
            let signal = POSIX.Signal.wait(for: [.hangUp], atMost: .seconds(30))
            received.update { $0 = signal }
        }
        thread.join()
        #expect(received.withLock { $0 } == .hangUp)
    }

    @Test func `a wait for a signal that does not come ends`() {
        POSIX.Signal.block([.user1])
        #expect(POSIX.Signal.wait(for: [.user1], atMost: .zero) == nil)
    }
}
