// SPDX-License-Identifier: Apache-2.0

/// How much a responder takes on, and how long it waits.
package struct Limits: Sendable {
    /// Requests that are answered at the same time.
    package var threads = 4
    /// The stack of each of those threads; memory is taken only where it is touched.
    package var stackSizeBytes = 8 << 20

    /// Connections that are open at the same time; one more, and the longest idle one is closed.
    package var maximumConnections = 1_000
    /// The variables of a request; more than that is answered with 431.
    package var maximumParameterBytes = 128 << 10
    /// The body of a request; more than that is answered with 413.
    ///
    /// ``allowBodies(upTo:)`` sets it along with what depends on it.
    package var maximumBodyBytes = 64 << 20
    /// What is read and thrown away of a request that is refused, so that the web server hears
    /// the answer; beyond that, the answer comes while it still sends.
    package var maximumDroppedBytes = 256 << 20
    /// The bodies from 64 KiB on of all requests that have not arrived as a whole; beyond that,
    /// the largest is answered with 503.
    package var maximumWaitingBytes = 256 << 20

    /// How long a connection may stay open between two requests.
    ///
    /// Longer than nginx's `keepalive_timeout` of 60 s, so that nginx closes first and never sends
    /// a request into a connection that is being closed.
    package var idleLimit = Duration.seconds(75)
    /// How long a connection may be silent before its first request or in the middle of one.
    package var receiveLimit = Duration.seconds(30)
    /// How long a request may take to arrive as a whole.
    package var requestLimit = Duration.seconds(600)
    /// How long a peer may take nothing of an answer.
    package var sendLimit = Duration.seconds(30)
    /// How long a peer may take for a whole answer that is too large for the socket's buffer.
    package var answerLimit = Duration.seconds(300)

    /// How long kept connections stay usable after ``Responder/stop()``, for requests on their way.
    package var lingerLimit = Duration.milliseconds(250)
    /// How long a peer may be silent in the middle of a request after ``Responder/stop()``.
    package var stalledLimit = Duration.seconds(2)
    /// How long ``Responder/stop()`` waits for requests in hand.
    package var drainLimit = Duration.seconds(30)

    package init() {}

    /// Takes bodies up to a size, and as many of them at the same time as of the usual size.
    ///
    /// - Parameter bytes: The size of the largest body.
    package mutating func allowBodies(upTo bytes: Int) {
        maximumBodyBytes = bytes
        maximumDroppedBytes = max(256 << 20, 4 * bytes)
        maximumWaitingBytes = max(256 << 20, 4 * bytes)
    }
}
