// SPDX-License-Identifier: Apache-2.0

import Gateway
import POSIX
import Synchronization

/// What the threads of a responder share.
final class Shared: Sendable {
    /// How far a responder is on its way.
    enum Phase: UInt8, AtomicRepresentable {
        /// It accepts connections.
        case serving
        /// It answers what is there, and closes each connection after its answer.
        case draining
        /// Its threads shall end.
        case ended
    }

    /// What workers tell the housekeeper.
    struct Messages {
        var isStopRequested = false
        /// Listeners that nobody accepts from, because there are no descriptors left.
        var pausedListeners: [UInt64] = []
        var acceptFailure: Errno?
        var violations = 0
        var lastViolation: ProtocolViolation?
        var runningWorkers = 0
        var startFailure: Errno?
    }

    static let wakeUpIdentifier: UInt64 = 0
    private static let firstConnectionIdentifier: UInt64 = 1_000

    let limits: Limits
    let mountPath: String?
    let application: @Sendable (Request) -> Response
    let refuse: @Sendable (Refusal, Environ) -> Response
    let listeners: [Listener]
    let poller: Poller
    let wakeUp: WakeUp
    let table: ConnectionTable
    let messages = Condition(Messages())
    private let currentPhase = Atomic(Phase.serving)

    /// - Throws: Why the poller cannot be made.
    init(
        listeners: [Listener], limits: Limits, mountPath: String?,
        refuse: @escaping @Sendable (Refusal, Environ) -> Response,
        application: @escaping @Sendable (Request) -> Response
    ) throws(Errno) {
        self.limits = limits
        self.mountPath = mountPath
        self.application = application
        self.refuse = refuse
        self.listeners = listeners
        poller = try Poller()
        wakeUp = try WakeUp()
        table = ConnectionTable(
            limits: limits, firstIdentifier: Shared.firstConnectionIdentifier)
        let wakeUpIdentifier = Shared.wakeUpIdentifier
        try poller.add(wakeUp.descriptor, identifier: wakeUpIdentifier, report: .always)
    }

    var phase: Phase { currentPhase.load(ordering: .acquiring) }

    /// From now on connections end after their next answer.
    ///
    /// - Returns: `false` if that was so already.
    func beginDraining() -> Bool {
        let (isFirst, _) = currentPhase.compareExchange(
            expected: .serving, desired: .draining, ordering: .acquiringAndReleasing)
        messages.update { $0.isStopRequested = true }
        return isFirst
    }

    /// Lets the workers end.
    func end() {
        currentPhase.store(.ended, ordering: .releasing)
        wakeUp.wake()
    }

    // MARK: Listeners

    /// The identifier of a listener is its place in the list, counted from 1.
    func listener(_ identifier: UInt64) -> Listener? {
        identifier <= UInt64(listeners.count) ? listeners[Int(identifier) - 1] : nil
    }

    /// Begins to accept connections.
    ///
    /// - Throws: Why the poller refuses a listener.
    func beginAccepting() throws(Errno) {
        for (index, listener) in listeners.enumerated() {
            let identifier = UInt64(index + 1)
            try poller.add(listener.socket.descriptor, identifier: identifier, report: .once)
        }
    }

    /// Leaves a listener alone until the housekeeper says otherwise.
    func pauseAccepting(_ identifier: UInt64) {
        messages.update { $0.pausedListeners.append(identifier) }
    }

    func rearm(_ socket: Socket, _ identifier: UInt64) {
        do {
            try poller.rearm(socket.descriptor, identifier: identifier)
        } catch {
            // The poller forgets what is closed, and what is closed will not be heard of.
        }
    }

    // MARK: Connections

    /// Takes a new connection in.
    func takeIn(_ socket: Socket, from listener: Listener) -> Connection {
        socket.limitSending(to: limits.sendLimit)
        if listener.isInternet { socket.sendWithoutDelay() }
        return table.add(socket).added
    }

    /// Puts a connection away until it is readable.
    func park(_ connection: consuming Connection) {
        let (socket, identifier) = (connection.socket, connection.identifier)
        let isWatched = connection.isWatched
        connection.isWatched = true
        // First into the table: whoever is told that it is readable must find it there.
        table.park(connection)
        if isWatched { return rearm(socket, identifier) }
        do {
            try poller.add(socket.descriptor, identifier: identifier, report: .once)
        } catch {
            // The kernel has no memory for it: a connection that nobody watches is of no use.
            if let lost = table.take(identifier) { table.remove(lost) }
        }
    }

    // MARK: Messages

    /// Notes why a connection could not be accepted.
    func note(_ failure: Errno) {
        messages.withLock { $0.acceptFailure = failure }
    }

    /// Notes why a connection is closed without an answer.
    func note(_ violation: ProtocolViolation) {
        messages.withLock {
            $0.violations += 1
            $0.lastViolation = violation
        }
    }

    /// Keeps a worker from asking again and again while others finish their requests.
    func pauseWhileDraining() {
        _ = messages.wait(atMost: .milliseconds(1)) { _ in phase == .ended ? true : nil }
    }
}
