// SPDX-License-Identifier: Apache-2.0

import FastCGI
import OpenStack
import POSIX

extension Limits {
    /// The options of the section `fastcgi`.
    ///
    /// - Parameters:
    ///   - configuration: All options.
    ///   - descriptorLimit: How many descriptors may be open; connections get what is left of them.
    init(_ configuration: Configuration, descriptorLimit: Int) {
        self.init()
        // More than the processors, since writers wait for the disk, and those that wait together
        // share a commit; not many more, since all others then get in each other's way.
        threads = configuration[FastCGIOptions.threads] ?? max(8, 4 * Process.processorCount)
        allowBodies(upTo: configuration[FastCGIOptions.maxRequestBodyBytes])
        // A thread has a file in memory, and perhaps connections to Keystone or whoever judges a
        // rule; the database has files for each of its connections; the rest is for sockets, logs
        // and the time between an accepted connection and the closing of another one.
        let reserve = 128 + 8 * threads
        maximumConnections = min(
            configuration[FastCGIOptions.maxParkedConnections], max(16, descriptorLimit - reserve))
        receiveLimit = configuration[FastCGIOptions.receiveTimeout]
        sendLimit = configuration[FastCGIOptions.sendTimeout]
        idleLimit = configuration[FastCGIOptions.idleTimeout]
        drainLimit = configuration[FastCGIOptions.drainTimeout]
    }
}

extension SocketFile.Access {
    /// The options of the section `fastcgi` about the socket's file.
    init(_ configuration: Configuration) {
        self.init()
        mode = UInt32(truncatingIfNeeded: configuration[FastCGIOptions.socketMode])
        owner = configuration[FastCGIOptions.socketOwner]
        group = configuration[FastCGIOptions.socketGroup]
    }
}
