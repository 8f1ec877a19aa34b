// SPDX-License-Identifier: Apache-2.0

import Glibc
import POSIX
import Testing

@Suite struct ProcessTests {
    @Test func `the environment is read whole and by name`() throws {
        let path = try #require(Process.environment("PATH"))
        #expect(Process.environment["PATH"] == path)
        #expect(Process.environment("PLACEMENT_NO_SUCH_VARIABLE") == nil)
    }

    @Test func `an end at once asks no library`() async {
        await #expect(processExitsWith: .exitCode(3)) {
            atexit { _exit(7) }
            POSIX.Process.exitAtOnce(3)
        }
    }

    @Test func `the limit of descriptors is raised as far as it may be`() async {
        await #expect(processExitsWith: .exitCode(0)) {
            let number = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
            var limits = rlimit()
            getrlimit(number, &limits)
            limits.rlim_cur = 64
            setrlimit(number, &limits)
            try DescriptorLimit.raise()
            exit(DescriptorLimit.current == Int(clamping: limits.rlim_max) ? 0 : 1)
        }
    }

    @Test func `a blocked signal is waited for`() throws {
        let received = Condition<POSIX.Signal?>(nil)
        let thread = try Thread(name: "signals") {
            POSIX.Signal.block([.user2])
            pthread_kill(pthread_self(), SIGUSR2)
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
            pthread_kill(pthread_self(), SIGHUP)
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
