// SPDX-License-Identifier: Apache-2.0

import POSIX

/// All open connections, and who may touch them.
///
/// The table owns the parked ones. A worker takes one out, has it for itself, and parks it again
/// or forgets it; of those at work the table keeps only what is needed to cut them off.
final class ConnectionTable: Sendable {
    fileprivate struct Working {
        let socket: Socket
        /// When the sending of a large answer began.
        var sendingSince: MonotonicTime?
    }

    fileprivate struct State {
        var parked: [UInt64: Connection] = [:]
        var working: [UInt64: Working] = [:]
        var nextIdentifier: UInt64
        /// The memory of the bodies of parked connections, as far as it counts.
        var waitingBytes = 0
    }

    private let state: Lock<State>
    private let limits: Limits

    /// - Parameters:
    ///   - limits: How many connections there may be, and for how long.
    ///   - firstIdentifier: The poller's identifiers below this one have other uses.
    init(limits: Limits, firstIdentifier: UInt64) {
        self.limits = limits
        state = Lock(State(nextIdentifier: firstIdentifier))
    }

    var isEmpty: Bool {
        state.withLock { $0.parked.isEmpty && $0.working.isEmpty }
    }

    /// How many connections there are, and how many of them a worker has in hand.
    var counts: (open: Int, working: Int) {
        state.withLock { ($0.parked.count + $0.working.count, $0.working.count) }
    }

    // MARK: For workers

    /// Takes a new connection in, as one at work.
    ///
    /// - Returns: The connection, and the idle one that had to make room for it. Who gets that
    ///   one closes it by letting go of it, which must not happen under the lock.
    func add(_ socket: Socket) -> (added: Connection, evicted: Connection?) {
        state.withLock { state in
            let isFull = state.parked.count + state.working.count >= limits.maximumConnections
            let evicted = isFull ? state.removeLongestIdle() : nil
            let added = Connection(
                identifier: state.nextIdentifier, socket: socket, limits: limits)
            state.nextIdentifier += 1
            state.working[added.identifier] = Working(socket: socket)
            return (added, evicted)
        }
    }

    /// Takes a parked connection out to work on it; `nil` if it has been closed meanwhile.
    func take(_ identifier: UInt64) -> Connection? {
        state.withLock { state in
            guard let connection = state.removeParked(identifier) else { return nil }
            state.working[identifier] = Working(socket: connection.socket)
            return connection
        }
    }

    /// Gives a connection back until it is heard of again.
    ///
    /// If the bodies of all parked ones become too much, the largest is given up and its request
    /// refused: who has sent little does not suffer from those who have sent a lot.
    func park(_ connection: consuming Connection) {
        // The bodies that are given up are freed behind the lock.
        _ = state.withLock { state in
            state.working[connection.identifier] = nil
            state.waitingBytes += connection.countedBytes
            state.parked[connection.identifier] = connection
            var refused: [Connection] = []
            while state.waitingBytes > limits.maximumWaitingBytes {
                guard let largest = state.refuseLargest() else { break }
                refused.append(largest)
            }
            return refused
        }
    }

    /// Forgets a connection at work; it is closed when the worker lets go of it.
    func remove(_ connection: Connection) {
        state.withLock { _ = $0.working.removeValue(forKey: connection.identifier) }
    }

    /// Notes that a worker begins to send what does not fit into the socket's buffer.
    func beginSending(_ connection: Connection) {
        state.withLock { $0.working[connection.identifier]?.sendingSince = .now }
    }

    /// Closes the connection that has been idle for the longest time.
    ///
    /// - Returns: Whether there was one.
    func closeLongestIdle() -> Bool {
        // What is returned is closed outside of the lock: that is a system call.
        state.withLock { $0.removeLongestIdle() } != nil
    }

    // MARK: For the housekeeper

    /// Ends what has been silent for too long, and cuts off answers that take too long.
    func endExpired(at now: MonotonicTime) {
        end { $0.isExpired(at: now, limits: limits) }
        let late = state.withLock { state in
            state.working.values.filter { working in
                working.sendingSince.map { now - $0 > limits.answerLimit } ?? false
            }
        }
        for working in late { working.socket.shutDown(.both) }
    }

    /// Ends the connections that wait between two requests.
    func endIdle() {
        end { $0.isIdle }
    }

    /// Ends what has stopped in the middle of a request, where nobody can wait any longer.
    func endStalled(at now: MonotonicTime) {
        end { !$0.isIdle && now - $0.lastActive > limits.stalledLimit }
    }

    /// Closes all parked connections and cuts off those at work.
    func closeAll() {
        let state = state.withLock { state in
            let all = state
            state.parked = [:]
            return all
        }
        for connection in state.working.values { connection.socket.shutDown(.both) }
    }

    /// Lets nothing more in, so that a worker reads what has come in before, answers it, and
    /// closes the connection when it finds its end.
    private func end(where isDoomed: (Connection) -> Bool) {
        let doomed = state.withLock { $0.parked.values.filter(isDoomed) }
        for connection in doomed { connection.socket.shutDown(.receiving) }
    }
}

extension ConnectionTable.State {
    fileprivate mutating func removeParked(_ identifier: UInt64) -> Connection? {
        guard let connection = parked.removeValue(forKey: identifier) else { return nil }
        waitingBytes -= connection.countedBytes
        return connection
    }

    /// Refuses the request of which most has come.
    ///
    /// - Returns: The connection as it was, so that the body still exists; `nil` if none counts.
    fileprivate mutating func refuseLargest() -> Connection? {
        guard let largest = parked.values.max(by: { $0.countedBytes < $1.countedBytes }),
            largest.countedBytes > 0
        else { return nil }
        waitingBytes -= largest.countedBytes
        parked[largest.identifier]?.reader.refuse(.overloaded)
        return largest
    }

    /// Removes an idle connection, or one in the middle of a request if none is idle.
    fileprivate mutating func removeLongestIdle() -> Connection? {
        let longest = parked.values.min {
            ($0.isIdle ? 0 : 1, $0.lastActive) < ($1.isIdle ? 0 : 1, $1.lastActive)
        }
        return longest.flatMap { removeParked($0.identifier) }
    }
}
