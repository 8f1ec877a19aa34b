// SPDX-License-Identifier: Apache-2.0

/// Options of the section `monitoring`, which the Python service does not have.
package enum MonitoringOptions {
    package static let listen = Option(
        "monitoring", "listen", .string,
        """
        A FastCGI socket of its own, unix:PATH, HOST:PORT or fd:N, on which /health and /metrics are \
        answered by threads of their own, so even while all others are busy. If it is not set, there \
        is none. Nobody has to say who asks: let only those reach it who may know.
        """)

    package static let healthPath = Option(
        "monitoring", "health_path", .path,
        """
        A path such as /health on the sockets of the API that answers 200 while the database can be \
        read and written, and 503 otherwise. If it is not set, there is none.
        """)

    package static let metricsPath = Option(
        "monitoring", "metrics_path", .path,
        """
        A path such as /metrics on the sockets of the API that answers with figures as Prometheus \
        reads them. Whoever reaches the API may read it then, unless the web server says otherwise. \
        If it is not set, there is none.
        """)

    package static let drainFile = Option(
        "monitoring", "drain_file", .string,
        """
        The health check fails while this file exists, so that a load balancer sends no more requests \
        here before the service is stopped.
        """)

    package static let group = OptionGroup(
        "monitoring", "What load balancers and Prometheus ask for; nothing of it unless it is set.",
        [listen, healthPath, metricsPath, drainFile])
}
