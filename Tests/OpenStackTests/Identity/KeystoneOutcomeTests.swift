// SPDX-License-Identifier: Apache-2.0

import Foundation
import Gateway
import HTTPClient
import JSON
import POSIX
import Synchronization
import Testing

@testable import OpenStack

/// What keystonemiddleware made of scripted answers; written by `make-keystone-outcomes.py`.
@Suite struct KeystoneOutcomeTests {
    /// One case of the file, named in failures by its title alone.
    struct Case: Sendable, CustomTestStringConvertible {
        let value: Value
        var testDescription: String { value["name"]?.string ?? "" }
    }

    static func cases() throws -> [Case] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "keystone-outcomes.json")
        let bytes = Array(try Data(contentsOf: file))
        return try #require(try Value(parsing: bytes).array).map(Case.init)
    }

    @Test(arguments: try cases())
    func `requests end as with keystonemiddleware`(scripted: Case) throws {
        let keystone = ScriptedKeystone(scripted.value["script"])
        let settings = settings(scripted.value["options"])
        let client = KeystoneClient(settings, send: keystone.send, pause: { _ in })
        let middleware = KeystoneMiddleware(settings, client, now: { .now }, report: { _ in })
        let requests = try #require(scripted.value["requests"]?.array)
        let outcomes = try #require(scripted.value["outcomes"]?.array)
        for (index, (request, outcome)) in zip(requests, outcomes).enumerated() {
            let seen = Mutex<Caller?>(nil)
            let response = try middleware.handle(self.request(request)) { request in
                seen.withLock { $0 = request.caller }
                return Response(.ok)
            }
            // Where keystonemiddleware fails with an exception, Keystone's answer was no good.
            let status = outcome["status"]?.integer == 500 ? 503 : outcome["status"]?.integer
            #expect(response.status.rawValue == status, "request \(index)")
            #expect(
                keystone.takeCalls() == outcome["calls"]?.array?.compactMap(\.string),
                "request \(index)")
            #expect(response.headers["WWW-Authenticate"] == outcome["challenge"]?.string)
            if status == 200 {
                let caller = seen.withLock { $0 }
                #expect(members(of: caller) == outcome["caller"]?.object, "request \(index)")
            }
        }
    }

    private func settings(_ options: Value?) -> KeystoneSettings {
        var settings = KeystoneSettings()
        settings.authentication = KeystoneAuthentication(
            url: "http://keystone/v3",
            method: .password(.name("placement", domain: .id("default")), password: "secret"),
            scope: .project(.name("service", domain: .id("default"))))
        settings.publicURL = "http://public/v3"
        settings.requiresServiceRoles = options?["service_token_roles_required"]?.bool ?? true
        settings.includesCatalog = options?["include_service_catalog"]?.bool ?? true
        settings.delaysDecision = options?["delay_auth_decision"]?.bool ?? false
        settings.cacheSeconds = options?["token_cache_time"]?.integer ?? 300
        settings.serviceType = options?["service_type"]?.string
        return settings
    }

    private func request(_ headers: Value) -> Request {
        var variables = ["REQUEST_METHOD": "GET", "PATH_INFO": "/traits", "SCRIPT_NAME": ""]
        for (name, value) in headers.object?.members ?? [] {
            switch name {
            case "path": variables["PATH_INFO"] = value.string
            case "method": variables["REQUEST_METHOD"] = value.string
            default: variables[Environ.variable(ofHeader: name)] = value.string
            }
        }
        return Request(environ: Environ(variables))
    }

    /// The caller under the names of the file.
    private func members(of caller: Caller?) -> Object {
        guard let caller else { return [:] }
        var members: Object = ["admin_project": caller.isAdminProject ? "True" : "False"]
        members["user"] = caller.userID.map(Value.string)
        members["project"] = caller.projectID.map(Value.string)
        members["domain"] = caller.domainID.map(Value.string)
        members["user_domain"] = caller.userDomainID.map(Value.string)
        members["project_domain"] = caller.projectDomainID.map(Value.string)
        members["system"] = caller.systemScope.map(Value.string)
        members["service_user"] = caller.serviceUserID.map(Value.string)
        members["service_project"] = caller.serviceProjectID.map(Value.string)
        if !caller.roles.isEmpty { members["roles"] = .string(caller.roles.joined(separator: ",")) }
        if !caller.serviceRoles.isEmpty {
            members["service_roles"] = .string(caller.serviceRoles.joined(separator: ","))
        }
        return members
    }
}

/// The Keystone that `make-keystone-outcomes.py` plays.
private final class ScriptedKeystone: Sendable {
    private struct State {
        var script: [String: [Value]] = [:]
        var calls: [String] = []
    }

    private let state: Mutex<State>

    init(_ script: Value?) {
        var state = State()
        for (key, answers) in script?.object?.members ?? [] { state.script[key] = answers.array }
        self.state = Mutex(state)
    }

    func takeCalls() -> [String] {
        state.withLock { state in
            defer { state.calls = [] }
            return state.calls
        }
    }

    @Sendable func send(_ request: HTTPRequest) throws(HTTPError) -> HTTPResponse {
        let parts = request.url.split(separator: "?", maxSplits: 1).map(String.init)
        guard parts[0].hasSuffix("/auth/tokens") else {
            return answer(
                200,
                [
                    "version": [
                        "id": "v3.14", "status": "stable",
                        "links": [["rel": "self", "href": "http://keystone/v3/"]],
                    ]
                ])
        }
        if request.method == "POST" {
            let (status, _) = next("POST", call: "POST") ?? (201, nil)
            return answer(status, status == 201 ? ownToken : nil)
        }
        let query = parts.count > 1 ? parts[1] : ""
        let name = request.headers.first { $0.name == "X-Subject-Token" }?.value ?? ""
        let key = name + (query.contains("allow_expired") ? "+" : "")
        let (status, body) = next(key, call: "GET \(name) \(query)") ?? (404, nil)
        return answer(status, body)
    }

    private func next(_ key: String, call: String) -> (Int, Value?)? {
        state.withLock { state in
            state.calls.append(call)
            guard let answers = state.script[key], let answer = answers.first?.array else {
                return nil
            }
            if answers.count > 1 { state.script[key] = Array(answers.dropFirst()) }
            return (answer[0].integer ?? 0, answer[1] == .null ? nil : answer[1])
        }
    }

    private func answer(_ status: Int, _ body: Value?) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: [("x-subject-token", "own")], body: body?.encoded ?? [])
    }

    private var ownToken: Value {
        [
            "token": [
                "expires_at": "2099-01-01T00:00:00.000000Z", "user": ["id": "placement"],
                "catalog": [
                    [
                        "type": "identity",
                        "endpoints": [
                            ["interface": "internal", "url": "http://keystone/v3", "region": "r"]
                        ],
                    ]
                ],
            ]
        ]
    }
}
