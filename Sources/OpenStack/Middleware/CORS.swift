// SPDX-License-Identifier: Apache-2.0

package import Gateway

/// Tells browsers which web pages of other origins may call the service, and how.
///
/// Source: oslo.middleware `cors.py`; W3C "Cross-Origin Resource Sharing", 6.1 and 6.2.
package struct CORS: Middleware {
    /// What pages of one origin may do.
    fileprivate struct Permission {
        var allowsCredentials: Bool
        var exposedHeaders: [String]
        var maxAgeSeconds: Int
        var methods: [String]
        var headers: [String]
    }

    private let permissions: [String: Permission]
    private let logger: Logger

    /// Headers that any page may send.
    private static let simpleHeaders = [
        "Accept", "Accept-Language", "Content-Type", "Cache-Control", "Content-Language",
        "Expires", "Last-Modified", "Pragma",
    ]

    /// Makes the layer, or `nil` if no origin is allowed anything.
    ///
    /// - Parameters:
    ///   - configuration: The section `cors` and sections such as `cors.dashboard`.
    ///   - log: Where refusals are told at level DEBUG.
    package init?(_ configuration: Configuration, log: Log) {
        logger = log.logger("oslo_middleware.cors")
        var permissions: [String: Permission] = [:]
        for section in ["cors"] + configuration.copies(of: CORSOptions.group) {
            // What [cors] allows its origins, other sections inherit, but not the origins.
            let isOwn =
                section == "cors"
                || configuration.setting(OptionName(section, "allowed_origin"))?.source != .standard
            guard isOwn, let origins = configuration[CORSOptions.allowedOrigins, in: section] else {
                continue
            }
            for origin in origins {
                guard permissions[origin] == nil else {
                    logger.warning("Allowed origin [\(origin)] already exists, skipping")
                    continue
                }
                permissions[origin] = Permission(configuration, section)
            }
        }
        guard !permissions.isEmpty else { return nil }
        self.permissions = permissions
    }

    package func handle(
        _ request: Request, next: (Request) throws -> Response
    ) throws -> Response {
        let response = try next(request)
        // Whoever set the header knew better.
        guard response.headers["Access-Control-Allow-Origin"] == nil else { return response }
        guard request.method == "OPTIONS" else { return answer(response, to: request) }
        guard (200..<300).contains(response.status.rawValue) else {
            var empty = Response(.ok)
            empty.apiVersion = response.apiVersion
            empty.caller = response.caller
            return preflightAnswer(empty, to: request)
        }
        return preflightAnswer(response, to: request)
    }

    private func answer(_ response: Response, to request: Request) -> Response {
        guard let (origin, permission) = permission(for: request) else { return response }
        var response = response
        let vary = response.headers["Vary"].map { $0 + ",Origin" } ?? "Origin"
        response.headers.set("Vary", vary)
        response.headers.set("Access-Control-Allow-Origin", origin)
        if permission.allowsCredentials {
            response.headers.set("Access-Control-Allow-Credentials", "true")
        }
        if !permission.exposedHeaders.isEmpty {
            response.headers.set(
                "Access-Control-Expose-Headers", permission.exposedHeaders.joined(separator: ","))
        }
        return response
    }

    private func preflightAnswer(_ response: Response, to request: Request) -> Response {
        guard let (origin, permission) = permission(for: request) else { return response }
        let logger = logger.within(request)
        guard let method = request.environ.header("Access-Control-Request-Method") else {
            logger.debug("CORS request does not contain Access-Control-Request-Method header.")
            return response
        }
        guard permission.methods.contains(method) else {
            logger.debug(
                "Request method '\(method.oneLine)' not in permitted list: \(permission.methods)")
            return response
        }
        let headers = (request.environ.header("Access-Control-Request-Headers") ?? "")
            .parts(separatedBy: ",").map { $0.trimmingPythonWhitespace() }.filter { !$0.isEmpty }
        let permitted = permission.headers + CORS.simpleHeaders
        for header in headers where !permitted.contains(where: header.isEqualIgnoringCase) {
            logger.debug("Request header '\(header.oneLine)' not in permitted list: \(permitted)")
            return response
        }

        var response = response
        response.headers.set("Vary", "Origin")
        response.headers.set("Access-Control-Allow-Origin", origin)
        if permission.allowsCredentials {
            response.headers.set("Access-Control-Allow-Credentials", "true")
        }
        if permission.maxAgeSeconds != 0 {
            response.headers.set("Access-Control-Max-Age", String(permission.maxAgeSeconds))
        }
        response.headers.set("Access-Control-Allow-Methods", method)
        if !headers.isEmpty {
            response.headers.set(
                "Access-Control-Allow-Headers", headers.joined(separator: ","))
        }
        return response
    }

    /// The origin to name in the answer and what its pages may do; `nil` if they may nothing.
    private func permission(for request: Request) -> (origin: String, Permission)? {
        guard let origin = request.environ.header("Origin") else { return nil }
        if let permission = permissions[origin] { return (origin, permission) }
        if let permission = permissions["*"] { return ("*", permission) }
        logger.within(request).debug("CORS request from origin '\(origin.oneLine)' not permitted.")
        return nil
    }
}

extension CORS.Permission {
    fileprivate init(_ configuration: Configuration, _ section: String) {
        allowsCredentials = configuration[CORSOptions.allowsCredentials, in: section]
        exposedHeaders = configuration[CORSOptions.exposedHeaders, in: section]
        maxAgeSeconds = configuration[CORSOptions.maxAgeSeconds, in: section]
        methods = configuration[CORSOptions.allowedMethods, in: section]
        headers = configuration[CORSOptions.allowedHeaders, in: section]
    }
}
