// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What the running program has taken of the machine so far.
package struct ProcessUsage: Sendable {
    /// Time of processors, in its own code and in the system's.
    package let processorTime: Duration
    package let residentBytes: Int
    package let virtualBytes: Int
    /// Descriptors that are open; one of them for looking.
    package let openDescriptors: Int
    /// The most descriptors that may be open.
    package let descriptorLimit: Int

    /// Looks at `/proc` and asks the system.
    ///
    /// - Throws: ``Errno`` if `/proc` cannot be read.
    package init() throws(Errno) {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        processorTime = .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
        let text = String(decoding: try File.contents(of: "/proc/self/statm"), as: UTF8.self)
        let pages = text.split(separator: " ").map { Int($0) ?? 0 }
        let pageBytes = sysconf(Int32(_SC_PAGESIZE))
        virtualBytes = (pages.first ?? 0) * pageBytes
        residentBytes = (pages.dropFirst().first ?? 0) * pageBytes
        openDescriptors = try File.names(in: "/proc/self/fd").count
        descriptorLimit = DescriptorLimit.current
    }
}
