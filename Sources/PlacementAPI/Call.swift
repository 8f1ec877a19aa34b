// SPDX-License-Identifier: Apache-2.0

package import Gateway
import JSON
import Placement
import SQL
import Storage

/// A request on its way through a handler: what was asked, in which version, and what to ask.
package struct Call: Sendable {
    package let request: Request
    package let version: Microversion
    package let caller: Caller
    let service: Service
    private let parameters: [String: String]

    init(
        request: Request, version: Microversion, caller: Caller, service: Service,
        parameters: [String: String]
    ) {
        self.request = request
        self.version = version
        self.caller = caller
        self.service = service
        self.parameters = parameters
    }

    /// The part of the path that stands for `{name}` in the route.
    func parameter(_ name: String) -> String {
        guard let value = parameters[name] else {
            preconditionFailure("the route of this handler has no {\(name)}")
        }
        return value
    }

    /// Runs `work` on one state of the ledger.
    ///
    /// - Parameters:
    ///   - phase: What the time counts as.
    ///   - work: Must not write.
    /// - Returns: What `work` returns.
    /// - Throws: What `work` throws, or ``SQLError``.
    func read<Result>(
        as phase: PhaseTimes.Phase = .reading, _ work: (Store) throws -> Result
    ) throws -> Result {
        let now = service.clock()
        return try request.phases.measure(phase) {
            try service.database.read { try work(Store($0, now: now)) }
        }
    }

    /// Runs `work` in one transaction; what it wrote is durable when this returns.
    ///
    /// If `work` throws, nothing of it is kept. A request with a large body keeps the writer busy
    /// for as long, so it gets a commit of its own.
    func write<Result: Sendable>(
        _ work: @escaping @Sendable (Store) throws -> Result
    ) throws -> Result {
        let now = service.clock()
        let turn = request.phases.map(WriteTurn.init)
        defer { turn?.end() }
        return try service.database.write(writeSize) { connection in
            turn?.begin()
            defer { turn?.finishWork() }
            return try work(Store(connection, now: now))
        }
    }

    /// 64 KiB are some 300 claims, and some 10 milliseconds of work.
    private var writeSize: WriteSize { request.body.count > 64 << 10 ? .large : .ordinary }

    /// Refuses a caller whom a policy rule does not let pass.
    ///
    /// - Parameters:
    ///   - rule: what the caller wants to do.
    ///   - target: what the rule may compare with, `project_id` above all; the caller's own
    ///     project and user if `nil`.
    /// - Throws: ``APIError`` 403, or why the rule cannot be judged.
    func require(_ rule: PolicyRule, target: [String: String]? = nil) throws {
        let isAllowed = try request.phases.measure(.policy) {
            try service.allows(rule, caller, target)
        }
        guard isAllowed else {
            throw APIError.outsideHandler(
                .forbidden, "Policy does not allow \(rule.rawValue) to be performed.")
        }
    }

    /// The parameters of the query string.
    ///
    /// - Throws: ``APIError`` 400 if they are no UTF-8.
    func query() throws -> QueryString {
        do {
            return try QueryString(request.queryString)
        } catch {
            let fault = InvalidUTF8(in: error.bytes)?.description ?? ""
            throw APIError(.badRequest, "Invalid query string parameters: \(fault)")
        }
    }
}

extension Call {
    /// An answer with a JSON body.
    ///
    /// - Parameters:
    ///   - status: 200 unless told otherwise.
    ///   - body: JSON as it is sent.
    ///   - lastModified: when what is answered last changed; sent from 1.15 on, with
    ///     `cache-control`.
    /// - Returns: the answer, still without the headers that tell the version.
    func answer(
        _ status: Status = .ok, json body: [UInt8], lastModified: Timestamp? = nil
    ) -> Response {
        var response = Response(status, body: body)
        response.headers.add("Content-Type", "application/json")
        if let lastModified { addLastModified(lastModified, to: &response) }
        return response
    }

    /// Adds `last-modified` and `cache-control: no-cache` from 1.15 on.
    func addLastModified(_ moment: Timestamp, to response: inout Response) {
        guard version >= .lastModified else { return }
        response.headers.add("Last-Modified", HTTPDate(seconds: moment.seconds).text)
        addNoCache(to: &response)
    }

    /// Adds `cache-control: no-cache` from 1.15 on.
    func addNoCache(to response: inout Response) {
        guard version >= .lastModified else { return }
        response.headers.add("Cache-Control", "no-cache")
    }

    /// The absolute address of a path of this service, as `Location` carries it.
    ///
    /// Source: WebOb 1.8 `webob/response.py`, `_make_location_absolute`.
    func location(_ path: String) -> String {
        let environ = request.environ
        let scheme = environ["REQUEST_SCHEME"] ?? (environ["HTTPS"] == "on" ? "https" : "http")
        var host = environ["HTTP_HOST"] ?? ""
        if host.isEmpty {
            host = "\(environ["SERVER_NAME"] ?? ""):\(environ["SERVER_PORT"] ?? "")"
        }
        let defaultPort = scheme == "https" ? ":443" : ":80"
        if host.hasSuffix(defaultPort) { host.removeLast(defaultPort.count) }
        return "\(scheme)://\(host)\(request.scriptName)\(path)"
    }
}
