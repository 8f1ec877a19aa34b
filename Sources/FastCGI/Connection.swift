// SPDX-License-Identifier: Apache-2.0

import POSIX

/// A connection from a web server, between two requests or in the middle of one.
struct Connection: Sendable {
    /// Its name in the poller; never used again for another one.
    let identifier: UInt64
    let socket: Socket
    var reader: RequestReader
    /// When the last byte came or went.
    var lastActive = MonotonicTime.now
    /// When the first byte of the request came that is arriving.
    var requestBegan: MonotonicTime?
    var hasAnswered = false
    /// Whether the poller knows it; a connection of one request need not be told to it.
    var isWatched = false

    init(identifier: UInt64, socket: Socket, limits: Limits) {
        self.identifier = identifier
        self.socket = socket
        reader = RequestReader(limits: limits)
    }

    /// Whether it waits between two requests, or for the first one.
    var isIdle: Bool { reader.isIdle }

    /// What its body counts among those that wait.
    ///
    /// Small ones do not: the number of connections is limited, and so is what they hold.
    var countedBytes: Int {
        reader.waitingBytes < ArrivingBody.pieceSizeBytes ? 0 : reader.waitingBytes
    }

    /// Whether it has kept us waiting for too long.
    func isExpired(at now: MonotonicTime, limits: Limits) -> Bool {
        if let requestBegan, now - requestBegan > limits.requestLimit { return true }
        let limit = isIdle && hasAnswered ? limits.idleLimit : limits.receiveLimit
        return now - lastActive > limit
    }
}
