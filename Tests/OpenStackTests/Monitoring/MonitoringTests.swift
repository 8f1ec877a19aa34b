// SPDX-License-Identifier: Apache-2.0

import Gateway
import Metrics
import Testing

@testable import OpenStack

@Suite struct MonitoringTests {
    private func send(
        _ method: String, _ path: String, isHealthy: Bool = true, healthPath: String? = "/health",
        metricsPath: String? = "/metrics"
    ) throws -> Response {
        let layer = Monitoring(
            healthPath: healthPath, metricsPath: metricsPath,
            health: {
                HealthReport([
                    .init("first", isHealthy: true, "works"),
                    .init("second", isHealthy: isHealthy, "\"quoted\""),
                ])
            },
            metrics: {
                var page = Exposition()
                page.counter("c", "C.", 1)
                return page
            })
        let request = Request(environ: Environ(["REQUEST_METHOD": method, "PATH_INFO": path]))
        return try layer.handle(request) { _ in Response(.notFound) }
    }

    private func text(_ response: Response) -> String {
        String(decoding: response.body, as: UTF8.self)
    }

    @Test func `a healthy service says so`() throws {
        let response = try send("GET", "/health")
        #expect(response.status == .ok)
        #expect(response.headers["content-type"] == "application/json")
        #expect(response.headers["cache-control"] == "no-store")
        #expect(
            text(response)
                == #"{"healthy": true, "checks": [{"name": "first", "healthy": true, "detail": "works"}, "#
                + #"{"name": "second", "healthy": true, "detail": "\"quoted\""}]}"#)
    }

    @Test func `one bad finding is enough to be unhealthy`() throws {
        let response = try send("GET", "/health", isHealthy: false)
        #expect(response.status == .serviceUnavailable)
        #expect(text(response).hasPrefix(#"{"healthy": false, "#))
    }

    @Test func `figures come as Prometheus reads them`() throws {
        let response = try send("GET", "/metrics")
        #expect(response.headers["content-type"] == Exposition.mediaType)
        #expect(text(response).hasSuffix("c 1\n"))
    }

    @Test(arguments: ["POST", "PUT", "DELETE", "OPTIONS", ""])
    func `other methods are refused`(method: String) throws {
        for path in ["/health", "/metrics"] {
            let response = try send(method, path)
            #expect(response.status == .methodNotAllowed)
            #expect(response.headers["allow"] == "GET, HEAD")
        }
    }

    @Test(arguments: ["/", "", "/health/", "/healthy", "/traits"])
    func `other paths are passed on`(path: String) throws {
        #expect(try send("GET", path).status == .notFound)
    }

    @Test func `what has no path is not there`() throws {
        #expect(try send("GET", "/health", healthPath: nil).status == .notFound)
        #expect(try send("GET", "/metrics", metricsPath: nil).status == .notFound)
    }
}
