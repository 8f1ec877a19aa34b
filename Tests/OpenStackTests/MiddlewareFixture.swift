// SPDX-License-Identifier: Apache-2.0

import Foundation
import Gateway
import Synchronization
import Testing

@testable import OpenStack

/// What the reference's layers make of some requests; see Fixtures/make-middleware.
struct MiddlewareFixture: Decodable {
    struct Answer: Decodable {
        let status: Int
        let headers: [[String]]
        var body: String?
    }

    struct CORSCase: Decodable, CustomTestStringConvertible {
        let config: String
        let method: String
        let headers: [String: String]
        let inner: Answer
        let answer: Answer

        var testDescription: String { "\(config) \(method) \(headers) on \(inner.status)" }
    }

    struct ProxyCase: Decodable, CustomTestStringConvertible {
        let enabled: Bool
        let headers: [String: String]
        let seen: [String: String]

        var testDescription: String { "\(enabled) \(headers)" }
    }

    struct NoAuthCase: Decodable, CustomTestStringConvertible {
        struct Caller: Decodable {
            let user_id: String?
            let project_id: String?
            let domain_id: String?
            let user_domain_id: String?
            let project_domain_id: String?
            let system_scope: String?
            let roles: [String]
            let is_admin_project: Bool
            let service_roles: [String]
        }
        let method: String
        let headers: [String: String]
        let caller: Caller?
        let answer: Answer

        var testDescription: String { "\(method) \(headers)" }
    }

    struct LineCase: Decodable, CustomTestStringConvertible {
        let method: String
        let path: String
        let query: String
        let headers: [String: String]
        let status: Int
        let body: String
        let version: String?
        let lines: [String]

        var testDescription: String { "\(method) \(path) \(headers)" }
    }

    struct FormatCase: Decodable, CustomTestStringConvertible {
        let format: String
        let identified: Bool
        let line: String

        var testDescription: String { "\(format) \(identified)" }
    }

    let cors: [CORSCase]
    let proxy: [ProxyCase]
    let noauth: [NoAuthCase]
    let lines: [LineCase]
    let formats: [FormatCase]

    static func load() throws -> MiddlewareFixture {
        let data = try Data(contentsOf: URL(fileURLWithPath: fixture("middleware.json")))
        return try JSONDecoder().decode(MiddlewareFixture.self, from: data)
    }
}

/// Keeps the lines of a log for the test to look at.
final class Lines: LogOutput {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func write(_ line: [UInt8], of record: LogRecord) {
        #expect(line.last == 0x0A)
        lines.withLock { $0.append(String(decoding: line.dropLast(), as: UTF8.self)) }
    }
}

/// A log whose lines the test can see.
func makeLog(_ text: String = "") throws -> (log: Log, lines: Lines) {
    let lines = Lines()
    return (try Log(configuration(text), outputs: [lines]), lines)
}

/// A request with some headers.
func makeRequest(
    _ method: String = "GET", _ path: String = "/x", query: String = "",
    headers: [String: String] = [:]
) -> Request {
    var environ = Environ([
        "REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": query,
        "REMOTE_ADDR": "127.0.0.1",
    ])
    for (name, value) in headers { environ[Environ.variable(ofHeader: name)] = value }
    return Request(environ: environ)
}

extension Headers {
    /// Names in small letters, and values.
    var pairs: [[String]] { lines.map { [$0.name.lowercased(), $0.value] } }
}
