// SPDX-License-Identifier: Apache-2.0

import Gateway

/// Answers one operation of the API.
typealias Handler = @Sendable (Call) throws -> Response

/// One operation: where it is, from when to when, who may call it, and what answers it.
struct Route: Sendable {
    /// What a request must send or accept, checked before the handler runs.
    enum Content: Sendable {
        /// Nothing is looked at.
        case any
        /// The body must be `application/json`, else 415.
        case sendsJSON
        /// The client must take `application/json`, else 406.
        case acceptsJSON
    }

    let operation: Operation
    let since: Microversion
    let until: Microversion
    let content: Content
    /// Whether the content is looked at before the version, as the reference does for aggregates.
    let checksContentFirst: Bool
    /// What a version outside `since` and `until` gets.
    let statusOutside: Status
    /// The policy rule that the caller must pass; `nil` where the handler checks by itself.
    let rule: PolicyRule?
    let handler: Handler

    var method: String { operation.method }
    /// The path with its parameters in braces: `/traits/{name}`.
    var path: String { operation.route }

    init(
        _ method: String, _ path: String, since: Microversion = .minimum,
        until: Microversion = .maximum, _ content: Content = .any,
        checksContentFirst: Bool = false, outside statusOutside: Status = .notFound,
        rule: PolicyRule? = nil, handler: @escaping Handler
    ) {
        operation = Operation(method: method, route: path)
        self.since = since
        self.until = until
        self.content = content
        self.checksContentFirst = checksContentFirst
        self.statusOutside = statusOutside
        self.rule = rule
        self.handler = handler
    }
}
