// SPDX-License-Identifier: Apache-2.0

package import Gateway
package import Metrics

/// Answers those who watch the service: load balancers on one path, Prometheus on another.
///
/// Nobody has to say who asks, and no line is logged; so it stands outside of the layers that want
/// that. What other paths ask for is passed on.
package struct Monitoring: Middleware {
    private let healthPath: String?
    private let metricsPath: String?
    private let health: @Sendable () -> HealthReport
    private let metrics: @Sendable () throws -> Exposition

    /// - Parameters:
    ///   - healthPath: Where the health is told; `nil` for nowhere.
    ///   - metricsPath: Where the figures are; `nil` for nowhere.
    ///   - health: Finds out how it is now.
    ///   - metrics: Collects the figures of now.
    package init(
        healthPath: String?, metricsPath: String?, health: @escaping @Sendable () -> HealthReport,
        metrics: @escaping @Sendable () throws -> Exposition
    ) {
        self.healthPath = healthPath
        self.metricsPath = metricsPath
        self.health = health
        self.metrics = metrics
    }

    package func handle(
        _ request: Request, next: (Request) throws -> Response
    ) throws -> Response {
        let path = request.path
        guard path == healthPath || path == metricsPath else { return try next(request) }
        guard ["GET", "HEAD"].contains(request.method) else {
            var response = Response(.methodNotAllowed)
            response.headers.add("Allow", "GET, HEAD")
            return response
        }
        var response: Response
        if path == healthPath {
            let report = health()
            response = Response(
                report.isHealthy ? .ok : .serviceUnavailable, body: report.json)
            response.headers.add("Content-Type", "application/json")
        } else {
            response = Response(.ok, body: try metrics().bytes)
            response.headers.add("Content-Type", Exposition.mediaType)
        }
        response.headers.add("Cache-Control", "no-store")
        return response
    }
}
