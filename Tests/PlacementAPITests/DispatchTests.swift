// SPDX-License-Identifier: Apache-2.0

import Gateway
import OpenStack
import Placement
import SQL
import Testing

@testable import PlacementAPI

/// What happens to a request before a handler sees it; no database is asked.
@Suite struct DispatchTests {
    private func send(
        _ method: String, _ path: String, version: String? = nil,
        accept: String = "application/json",
        allowed: Bool = true, environ extra: [String: String] = [:]
    ) throws -> Response {
        var variables = ["REQUEST_METHOD": method, "PATH_INFO": path, "HTTP_ACCEPT": accept]
        if let version { variables["HTTP_OPENSTACK_API_VERSION"] = version }
        variables.merge(extra) { $1 }
        let service = Service(
            database: NoDatabase(), settings: Settings(), policy: { _, _, _ in allowed },
            clock: { Timestamp(microseconds: 1_700_000_000_000_000) })
        return try service.answer(Request(environ: Environ(variables)))
    }

    private func text(_ response: Response) -> String {
        String(decoding: response.body, as: UTF8.self)
    }

    @Test(arguments: ["/", ""])
    func `the root lists the versions`(path: String) throws {
        let response = try send("GET", path)
        #expect(response.status == .ok)
        #expect(
            text(response)
                == #"{"versions": [{"id": "v1.0", "max_version": "1.39", "min_version": "1.0", "#
                + #""status": "CURRENT", "links": [{"rel": "self", "href": ""}]}]}"#)
        #expect(response.headers["last-modified"] == nil)
    }

    @Test(arguments: [
        ("GET", "/", "GET /"), ("PUT", "/traits/CUSTOM_A", "PUT /traits/{name}"),
        ("GET", "/resource_providers/x/usages", "GET /resource_providers/{uuid}/usages"),
        ("GET", "/nothing", nil), ("BREW", "/traits", nil),
    ])
    func `an answer says which operation it was, even if it is refused`(
        method: String, path: String, operation: String?
    ) throws {
        let response = try send(method, path, version: "placement 1.39", allowed: false)
        #expect(response.operation.map { "\($0.method) \($0.route)" } == operation)
    }

    @Test func `from 1 15 on answers say when they were true`() throws {
        let response = try send("GET", "/", version: "placement 1.15")
        #expect(response.headers["last-modified"] == "Tue, 14 Nov 2023 22:13:20 GMT")
        #expect(response.headers["cache-control"] == "no-cache")
    }

    @Test(arguments: [
        ("placement 1.7", "1.7"), ("placement latest", "1.39"), ("PLACEMENT 1.10", "1.10"),
        ("compute 2.1, placement 1.4,identity 3", "1.4"), ("placement 1.5,placement 1.6", "1.6"),
        ("placement 1. 5", "1.5"), ("placement +1.5", "1.5"), ("placement 1.01", "1.1"),
        ("compute 2.1", "1.0"), ("placement", "1.0"), ("placement 1.1_0", "1.10"),
    ])
    func `the version is read as the reference reads it`(header: String, version: String) throws {
        let response = try send("GET", "/", version: header)
        #expect(response.headers["openstack-api-version"] == "placement \(version)")
        #expect(response.headers["vary"] == "openstack-api-version")
        #expect(response.apiVersion == version)
    }

    @Test(arguments: ["placement 1.40", "placement 2.0", "placement 1.-5", "placement 0.9"])
    func `a version that is not served gets 406 with the range`(header: String) throws {
        let response = try send("GET", "/", version: header)
        #expect(response.status == .notAcceptable)
        #expect(text(response).contains(#""max_version": "1.39", "min_version": "1.0""#))
        #expect(response.headers["openstack-api-version"] == nil)
        #expect(response.headers["vary"] == nil)
    }

    @Test(arguments: [
        ("placement LATEST", "invalid literal for int() with base 10: 'LATEST'"),
        ("placement 1.", "invalid literal for int() with base 10: ''"),
        ("placement 1.'x", #"invalid literal for int() with base 10: \"'x\""#),
        ("placement 1", "Version.__new__() missing 1 required positional argument: 'minor'"),
    ])
    func `what is no version gets 400`(header: String, complaint: String) throws {
        let response = try send("GET", "/", version: header)
        #expect(response.status == .badRequest)
        #expect(text(response).contains(complaint))
    }

    @Test(arguments: ["/nope", "/traits/", "/resource_providers//inventories", "//"])
    func `an unknown path gets 404 without vary`(path: String) throws {
        let response = try send("GET", path)
        #expect(response.status == .notFound)
        #expect(response.headers["vary"] == nil)
        #expect(response.headers["openstack-api-version"] == "placement 1.0")
    }

    @Test func `an unknown method gets 405 with those that are known`() throws {
        let response = try send("PATCH", "/resource_classes/X")
        #expect(response.status == .methodNotAllowed)
        #expect(response.headers["allow"] == "GET, PUT, DELETE")
        #expect(response.headers["vary"] == "openstack-api-version")
    }

    @Test(arguments: [
        ("GET", "/traits", "1.5", 404), ("DELETE", "/resource_providers/x/inventories", "1.4", 405),
        ("POST", "/reshaper", "1.29", 404), ("GET", "/usages", "1.8", 404),
    ])
    func `an operation does not exist before its version`(
        method: String, path: String, version: String, status: Int
    ) throws {
        let response = try send(method, path, version: "placement \(version)")
        #expect(response.status.rawValue == status)
        #expect(response.headers["allow"] == nil)
    }

    @Test func `a body needs a type`() throws {
        let response = try send("POST", "/resource_providers", environ: ["CONTENT_LENGTH": "2"])
        #expect(response.status == .badRequest)
        #expect(text(response).contains("content-type header required when content-length > 0"))
    }

    @Test(arguments: ["text/plain", "text/plain; charset=utf-8", ""])
    func `a body of another type gets 415`(type: String) throws {
        let response = try send("POST", "/resource_providers", environ: ["CONTENT_TYPE": type])
        #expect(response.status == .unsupportedMediaType)
        let shown = type.isEmpty ? "None" : "text/plain"
        #expect(text(response).contains("The media type \(shown) is not supported, use"))
    }

    @Test func `who takes no JSON gets 406 in plain text`() throws {
        let response = try send("GET", "/resource_providers", accept: "text/plain")
        #expect(response.status == .notAcceptable)
        #expect(text(response).hasSuffix("Only application/json is provided"))
    }

    @Test func `aggregates look at what is accepted before the version`() throws {
        let path = "/resource_providers/x/aggregates"
        #expect(try send("GET", path, accept: "text/plain").status == .notAcceptable)
        #expect(try send("GET", "/traits", accept: "text/plain").status == .notFound)
    }

    @Test func `who may not gets 403 naming the rule`() throws {
        let response = try send("GET", "/traits", version: "placement 1.6", allowed: false)
        #expect(response.status == .forbidden)
        #expect(response.headers["vary"] == nil)
        #expect(
            text(response).contains("Policy does not allow placement:traits:list to be performed."))
    }

    @Test(arguments: [("1.22", false), ("1.23", true)])
    func `errors have a code from 1 23 on`(version: String, hasCode: Bool) throws {
        let response = try send("GET", "/nope", version: "placement \(version)")
        #expect(text(response).contains(#""code": "placement.undefined_code""#) == hasCode)
    }

    @Test func `every rule of the routes is one of the defaults`() {
        let names = Set(policyDefaults.map(\.name))
        for route in routes {
            if let rule = route.rule { #expect(names.contains(rule.rawValue)) }
        }
    }
}

/// A database that nobody may ask.
private struct NoDatabase: Database {
    func read<Result>(_ work: (any Connection) throws -> Result) throws -> Result {
        throw SQLError(.other, code: 0, "no database")
    }

    func write<Result: Sendable>(
        _ size: WriteSize, _ work: @escaping @Sendable (any Connection) throws -> Result
    ) throws -> Result {
        throw SQLError(.other, code: 0, "no database")
    }
}
