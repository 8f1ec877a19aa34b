// SPDX-License-Identifier: Apache-2.0

import FastCGI
import OpenStack

extension Limits {
    /// The options of the section `fastcgi`.
    init(_ configuration: Configuration) {
        self.init()
        // Writers wait for the disk together, so threads cost little and bring large commits.
        threads = configuration[FastCGIOptions.threads] ?? 32
        maximumBodyBytes = configuration[FastCGIOptions.maxRequestBodyBytes]
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
