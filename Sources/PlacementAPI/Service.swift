// SPDX-License-Identifier: Apache-2.0

package import Gateway
import JSON
package import Placement
package import SQL
package import Storage

/// The Placement API over a database: routes, versions and rights; the layers stand around it.
package struct Service: Sendable {
    /// Whether a policy rule lets a caller do something to a target, or if that is `nil`, in its own
    /// project.
    package typealias Policy =
        @Sendable (
            _ rule: PolicyRule, _ caller: Caller, _ target: [String: String]?
        ) throws -> Bool

    package let database: any Database
    let settings: Settings
    let allows: Policy
    /// Tells the time: the target has no clock of its own, so that tests can set it.
    let clock: @Sendable () -> Timestamp
    /// Tells the operator something about a request that went well (level INFO); the message is
    /// only made if it is written.
    let inform: @Sendable (_ message: @autoclosure () -> String, _ request: Request) -> Void
    /// Tells the operator of something that a request did and that may not be meant (level WARNING).
    let warn: @Sendable (_ message: String, _ request: Request) -> Void
    /// The picture of all providers in which candidates are searched.
    package let catalog = LiveCatalog()
    /// What has become of the claims.
    package let claims = ClaimStatistics()
    private let router = Router(routes)

    /// All that the service can do.
    package static var operations: [Operation] { routes.map(\.operation) }

    package init(
        database: any Database, settings: Settings, policy: @escaping Policy,
        clock: @escaping @Sendable () -> Timestamp,
        inform:
            @escaping @Sendable (
                _ message: @autoclosure () -> String, _ request: Request
            ) -> Void = { _, _ in },
        warn: @escaping @Sendable (_ message: String, _ request: Request) -> Void = { _, _ in }
    ) {
        self.database = database
        self.settings = settings
        self.allows = policy
        self.clock = clock
        self.inform = inform
        self.warn = warn
    }

    /// Answers a request that has passed the layers.
    ///
    /// - Throws: what is no refusal: a failure of the database, for the faults layer.
    package func answer(_ request: Request) throws -> Response {
        let version: Microversion
        do {
            version = try Microversion(of: request)
        } catch let error as APIError {
            return error.response(to: request, version: nil)
        }
        var response: Response
        var varies = true
        var operation: Operation?
        do {
            response = try dispatch(request, version, noting: &operation)
        } catch let error as APIError {
            response = error.response(to: request, version: version)
            varies = error.varies
        }
        response.apiVersion = version.description
        response.operation = operation
        response.headers.add("openstack-api-version", "placement \(version)")
        if varies { response.headers.add("vary", "openstack-api-version") }
        return response
    }

    /// Finds the operation that is asked for, and has it done.
    ///
    /// - Parameters:
    ///   - request: What is asked.
    ///   - version: In which version.
    ///   - operation: Set as soon as it is known, since it may be refused then.
    /// - Returns: The operation's answer.
    /// - Throws: ``APIError``, or what failed.
    private func dispatch(
        _ request: Request, _ version: Microversion, noting operation: inout Operation?
    ) throws -> Response {
        try requireContentType(of: request)
        let match = try router.match(method: request.method, path: request.path)
        operation = match.routes[0].operation
        let route = match.routes.first { $0.since <= version && version <= $0.until }
        if let first = match.routes.first, first.checksContentFirst {
            try check(first.content, of: request)
        }
        guard let route else { throw APIError(match.routes[0].statusOutside) }
        try check(route.content, of: request)
        let call = Call(
            request: request, version: version, caller: request.caller ?? Caller(),
            service: self, parameters: match.parameters)
        if let rule = route.rule { try call.require(rule) }
        do {
            return try route.handler(call)
        } catch let error as PlacementError {
            throw APIError(error)
        }
    }

    /// Refuses a body without a media type.
    ///
    /// Source: reference `placement/handler.py`, `PlacementHandler.__call__`.
    private func requireContentType(of request: Request) throws {
        guard let length = request.environ["CONTENT_LENGTH"], !length.isEmpty else { return }
        guard let length = PythonInteger.value(of: length) else {
            throw APIError.outsideHandler(
                .badRequest, "content-length header must be an integer")
        }
        if length > 0, request.contentType.isEmpty {
            throw APIError.outsideHandler(
                .badRequest, "content-type header required when content-length > 0")
        }
    }

    private func check(_ content: Route.Content, of request: Request) throws {
        switch content {
        case .any:
            return
        case .sendsJSON:
            let type =
                request.contentType.split(
                    separator: ";", maxSplits: 1, omittingEmptySubsequences: false
                ).first.map(String.init) ?? ""
            guard type == "application/json" else {
                throw APIError(
                    .unsupportedMediaType,
                    "The media type \(type.isEmpty ? "None" : type) is not supported, "
                        + "use application/json")
            }
        case .acceptsJSON:
            guard request.accept != "application/json" else { return }
            let accept = Accept(request.accept)
            guard !accept.isStated || accept.best(of: ["application/json"]) != nil else {
                throw APIError(.notAcceptable, "Only application/json is provided")
            }
        }
    }
}
