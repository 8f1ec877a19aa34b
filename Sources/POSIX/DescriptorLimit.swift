// SPDX-License-Identifier: Apache-2.0

import Glibc

/// How many files, sockets and pipes the process may have open.
package enum DescriptorLimit {
    /// The number that counts now.
    package static var current: Int { Int(clamping: limits.rlim_cur) }

    /// Raises the limit to the highest that an ordinary user may set.
    ///
    /// The usual 1,024 are there for programs that use select(2), which this is not.
    ///
    /// - Throws: Why it stays as it is.
    package static func raise() throws(Errno) {
        var limits = limits
        guard limits.rlim_cur < limits.rlim_max else { return }
        limits.rlim_cur = limits.rlim_max
        _ = try retryingInterrupts {
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
        }
    }

    private static var limits: rlimit {
        var limits = rlimit()
        // It has no way to fail with a limit that the system knows.
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
        return limits
    }
}
