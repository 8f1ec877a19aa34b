// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import Placement
import SQL
import SQLite
import Storage

@testable import PlacementAPI

/// Sends requests to the API in process, over a fresh database in memory.
struct Client {
    let database: any SQL.Database
    let service: Service

    init(
        settings: Settings = Settings(),
        inform:
            @escaping @Sendable (
                _ message: @autoclosure () -> String, _ request: Request
            ) -> Void = { _, _ in },
        warn: @escaping @Sendable (String) -> Void = { _ in }
    ) throws {
        let database = try SQLite.Database.inMemory()
        try database.write { connection in
            let store = Store(connection, now: Client.now)
            try DatabaseSchema.create(on: connection)
            try store.syncStandardNames()
        }
        self.database = database
        service = Service(
            database: database, settings: settings, policy: { _, _, _ in true },
            clock: { Client.now }, inform: inform, warn: { message, _ in warn(message) })
    }

    /// Sends requests over a database that has tables and standard names.
    init(over database: any SQL.Database) throws {
        self.database = database
        service = Service(
            database: database, settings: Settings(), policy: { _, _, _ in true },
            clock: { Client.now })
    }

    /// The moment at which all requests are made: 2023-11-14 22:13:20 UTC.
    static let now = Timestamp(microseconds: 1_700_000_000_000_000)

    /// What came back.
    struct Answer {
        let status: Int
        let headers: Headers
        let text: String

        /// The body as JSON; null if it is none.
        var json: JSON.Value {
            (try? JSON.Value(parsing: Array(text.utf8))) ?? .null
        }

        /// The `detail` of an error.
        var detail: String {
            json["errors"]?.array?.first?["detail"]?.string ?? ""
        }

        /// The `code` of an error.
        var code: String {
            json["errors"]?.array?.first?["code"]?.string ?? ""
        }
    }

    /// Sends a request as a caller whom every rule lets pass.
    func send(
        _ method: String, _ target: String, _ body: String? = nil,
        at version: Microversion = .maximum
    ) throws -> Answer {
        let parts = target.split(separator: "?", maxSplits: 1)
        var variables = [
            "REQUEST_METHOD": method, "PATH_INFO": String(parts[0]),
            "QUERY_STRING": parts.count == 2 ? String(parts[1]) : "",
            "HTTP_ACCEPT": "application/json", "HTTP_HOST": "localhost", "REQUEST_SCHEME": "http",
            "HTTP_OPENSTACK_API_VERSION": "placement \(version)",
        ]
        if let body {
            variables["CONTENT_TYPE"] = "application/json"
            variables["CONTENT_LENGTH"] = String(body.utf8.count)
        }
        var request = Request(environ: Environ(variables), body: Array((body ?? "").utf8))
        request.caller = Caller(userID: "admin", projectID: "admin", roles: ["admin", "service"])
        let response = try service.answer(request)
        return Answer(
            status: response.status.rawValue, headers: response.headers,
            text: String(decoding: response.body, as: UTF8.self))
    }
}
