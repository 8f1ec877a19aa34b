// SPDX-License-Identifier: Apache-2.0

import Gateway
import HTTPClient
import JSON
import Synchronization
import Testing

@testable import OpenStack

@Suite struct RemotePolicyTests {
    /// What was sent last.
    private final class Sent: Sendable {
        let requests = Mutex<[HTTPRequest]>([])
    }

    private let sent = Sent()
    private let question = RemoteQuestion(
        url: "http://h/p", rule: "a:b", target: ["project_id": "p 1"],
        credentials: ["roles": ["x&y"]])

    private func remote(
        _ answer: String, _ settings: RemotePolicy.Settings = RemotePolicy.Settings()
    ) -> RemotePolicy {
        RemotePolicy(settings) { [sent] request throws(HTTPError) in
            sent.requests.withLock { $0.append(request) }
            guard answer != "-" else { throw HTTPError(.timeout, "timed out") }
            return HTTPResponse(status: 500, body: Array(answer.utf8))
        }
    }

    @Test(arguments: ["True", "\"True\"", "\"\"True\""])
    func `True means yes, whatever the status`(answer: String) throws {
        #expect(try remote(answer).ask(question))
    }

    @Test(arguments: ["true", "False", "", "\"", "True\n", "Truest"])
    func `anything else means no`(answer: String) throws {
        #expect(try !remote(answer).ask(question))
    }

    @Test func `a question is a form`() throws {
        _ = try remote("").ask(question)
        let request = try #require(sent.requests.withLock { $0.first })
        #expect(request.method == "POST")
        #expect(request.url == "http://h/p")
        #expect(request.headers.map(\.value) == ["application/x-www-form-urlencoded"])
        #expect(
            String(decoding: request.body ?? [], as: UTF8.self)
                == "rule=%22a%3Ab%22&target=%7B%22project_id%22%3A+%22p+1%22%7D"
                + "&credentials=%7B%22roles%22%3A+%5B%22x%26y%22%5D%7D")
    }

    @Test(arguments: [("inf", 1e6), ("1e300", 1e6), ("1e19", 1e6), ("30.5", 30.5)])
    func `a time-out without an end is one of many days`(text: String, seconds: Double) throws {
        let configuration = try Configuration(
            ConfigurationInputs(environment: ["OS_OSLO_POLICY__REMOTE_TIMEOUT": text]))
        #expect(RemotePolicy.Settings(configuration).timeout == .seconds(seconds))
    }

    @Test func `a question may be JSON`() throws {
        var settings = RemotePolicy.Settings()
        settings.sendsJSON = true
        _ = try remote("", settings).ask(question)
        let request = try #require(sent.requests.withLock { $0.first })
        #expect(
            String(decoding: request.body ?? [], as: UTF8.self)
                == #"{"rule": "a:b", "target": {"project_id": "p 1"}, "#
                + #""credentials": {"roles": ["x&y"]}}"#)
    }

    @Test func `no answer gives no verdict, not even under not`() throws {
        let policy = Policy(rules: ["a": Check(parsing: "not http://h/p or @")])
        let question = Policy.Question("a", Credentials(Caller()), askRemote: remote("-").ask)
        #expect(throws: PolicyError.remote(url: "http://h/p", reason: "timed out")) {
            try policy.allows(question)
        }
    }

    @Test func `the rule asked for is named, and the URL is filled in`() throws {
        let policy = Policy(rules: [
            "a": Check(parsing: "rule:b"), "b": Check(parsing: "https://h/%(project_id)s"),
        ])
        _ = try policy.allows(
            Policy.Question(
                "a", Credentials(Caller(userID: "u")), target: ["project_id": "p"],
                askRemote: remote("True").ask))
        let request = try #require(sent.requests.withLock { $0.first })
        #expect(request.url == "https://h/p")
        let body = String(decoding: request.body ?? [], as: UTF8.self)
        #expect(body.hasPrefix("rule=%22a%22&"))
        #expect(body.contains("%22user_id%22%3A+%22u%22"))
    }

    @Test func `a certificate that is not there gives no verdict`() {
        var settings = RemotePolicy.Settings()
        settings.certificateFile = "/nowhere/client.pem"
        let secure = RemoteQuestion(url: "https://h", rule: "a", target: [:], credentials: [:])
        #expect(throws: PolicyError.self) { try self.remote("True", settings).ask(secure) }
        #expect(sent.requests.withLock { $0.isEmpty })
    }
}
