// SPDX-License-Identifier: Apache-2.0

/// Options of the section `fastcgi`, which the Python service does not have.
package enum FastCGIOptions {
    package static let listen = Option(
        "fastcgi", "listen", .string,
        """
        Where the web server reaches the service: unix:PATH, HOST:PORT, or fd:N for an open \
        descriptor. If it is not set: a socket that systemd or spawn-fcgi hands over, else \
        unix:/run/placement/placement-api.sock.
        """, [.commandLine])

    package static let mountPath = Option(
        "fastcgi", "mount_path", .string,
        """
        The path under which the web server serves the API, such as /placement, or / for the root. \
        If it is not set, it is found out from each request, which works with the sites in conf/; \
        Apache's SetHandler and nginx's own fastcgi_params do not tell it.
        """)

    package static let threads = Option(
        "fastcgi", "threads", .integer(minimum: 1, maximum: 1024),
        """
        Requests that are worked on at the same time. If it is not set, four for each processor, \
        but at least 8. No more than half of them wait for Keystone.
        """,
        [.commandLine])

    package static let maxRequestBodyBytes = Option(
        "fastcgi", "max_request_body", .integer(minimum: 1024, maximum: 1 << 40),
        default: 64 << 20, "The largest body of a request in bytes; larger ones are answered 413.")

    package static let socketMode = Option(
        "fastcgi", "socket_mode", .fileMode, default: 0o660,
        "The permissions of a unix socket. The web server needs to write to it.")

    package static let socketOwner = Option(
        "fastcgi", "socket_owner", .string, "The user who owns a unix socket, by name or number.")

    package static let socketGroup = Option(
        "fastcgi", "socket_group", .string,
        "The group that owns a unix socket, by name or number; usually the web server's.")

    package static let receiveTimeout = Option(
        "fastcgi", "receive_timeout", .seconds(minimum: 0.001), default: .seconds(30),
        "Seconds in which the next part of a begun request must come.")

    package static let sendTimeout = Option(
        "fastcgi", "send_timeout", .seconds(minimum: 0.001), default: .seconds(30),
        "Seconds in which the web server must take the next part of an answer.")

    package static let idleTimeout = Option(
        "fastcgi", "idle_timeout", .seconds(minimum: 0.001), default: .seconds(75),
        """
        Seconds after which a connection without requests is closed. It should be longer than the \
        web server keeps such a connection, so that no request is sent into one that is closing.
        """)

    package static let maxParkedConnections = Option(
        "fastcgi", "max_parked_connections", .integer(minimum: 1, maximum: 1 << 20), default: 1000,
        """
        Connections that are open at the same time. One more, and the one that was without a \
        request for the longest time is closed.
        """)

    package static let drainTimeout = Option(
        "fastcgi", "drain_timeout", .seconds(), default: .seconds(30),
        "Seconds that requests in hand may take after the service was told to stop.")

    package static let slowRequestTime = Option(
        "fastcgi", "slow_request_seconds", .seconds(),
        """
        Requests that take at least so many seconds leave a line in the log that says where the \
        time went. If it is not set, none do.
        """)

    package static let group = OptionGroup(
        "fastcgi", "The socket between the web server and the service.",
        [
            listen, mountPath, threads, maxRequestBodyBytes, socketMode, socketOwner, socketGroup,
            receiveTimeout, sendTimeout, idleTimeout, maxParkedConnections, drainTimeout,
            slowRequestTime,
        ])
}
