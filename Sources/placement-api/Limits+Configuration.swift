// SPDX-License-Identifier: Apache-2.0

import FastCGI
import OpenStack
import POSIX

extension Limits {
    /// The options of the section `fastcgi`.
    init(_ configuration: Configuration) {
        self.init()
        // More than the processors, since writers wait for the disk, and those that wait together
        // share a commit; not many more, since all others then get in each other's way.
        threads = configuration[FastCGIOptions.threads] ?? max(8, 4 * Process.processorCount)
        allowBodies(upTo: configuration[FastCGIOptions.maxRequestBodyBytes])
        maximumConnections = configuration[FastCGIOptions.maxParkedConnections]
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
