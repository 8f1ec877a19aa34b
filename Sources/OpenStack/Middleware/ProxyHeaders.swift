// SPDX-License-Identifier: Apache-2.0

package import Gateway

/// Believes a proxy about the address that the client used, if the operator says so.
///
/// Of several proxies the first one named counts, which is the one next to the client.
///
/// Source: oslo.middleware `http_proxy_to_wsgi.py`; RFC 7239.
package struct ProxyHeaders: Middleware {
    private let isEnabled: Bool

    /// - Parameter isEnabled: `[oslo_middleware] enable_proxy_headers_parsing`.
    package init(isEnabled: Bool) {
        self.isEnabled = isEnabled
    }

    package func handle(
        _ request: Request, next: (Request) throws -> Response
    ) throws -> Response {
        guard isEnabled else { return try next(request) }
        var request = request
        if let forwarded = request.environ.nonEmptyHeader("Forwarded") {
            let proxy = firstProxy(of: forwarded)
            apply(scheme: proxy["proto"], host: proxy["host"], client: proxy["for"], to: &request)
        } else {
            apply(
                scheme: request.environ.nonEmptyHeader("X-Forwarded-Proto"),
                host: request.environ.nonEmptyHeader("X-Forwarded-Host"),
                client: request.environ.nonEmptyHeader("X-Forwarded-For"), to: &request)
        }
        if let prefix = request.environ.nonEmptyHeader("X-Forwarded-Prefix") {
            request.environ["SCRIPT_NAME"] = prefix + request.scriptName
        }
        return try next(request)
    }

    private func apply(scheme: String?, host: String?, client: String?, to request: inout Request) {
        if let scheme, !scheme.isEmpty { request.environ["REQUEST_SCHEME"] = scheme }
        if let host, !host.isEmpty { request.environ["HTTP_HOST"] = host }
        if let client, !client.isEmpty { request.environ["REMOTE_ADDR"] = client }
    }

    /// The pairs of a `Forwarded` header before its first comma, by their names in small letters.
    ///
    /// As in the reference, quotes are not understood.
    private func firstProxy(of header: String) -> [String: String] {
        var proxy: [String: String] = [:]
        for pair in header.parts(separatedBy: ",")[0].parts(separatedBy: ";") {
            let halves = pair.unicodeScalars.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(halves[0]).lowercased().trimmingPythonWhitespace()
            proxy[name] = halves.count == 2 ? String(halves[1]).trimmingPythonWhitespace() : ""
        }
        return proxy
    }
}

extension Environ {
    /// A request header, `nil` if it is absent or empty.
    fileprivate func nonEmptyHeader(_ name: String) -> String? {
        guard let value = header(name), !value.isEmpty else { return nil }
        return value
    }
}
