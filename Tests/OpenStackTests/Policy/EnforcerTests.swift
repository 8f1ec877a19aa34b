// SPDX-License-Identifier: Apache-2.0

import Foundation
import Gateway
import JSON
import Synchronization
import Testing

@testable import OpenStack

@Suite final class EnforcerTests {
    private let directory = FileManager.default.temporaryDirectory
        .appending(path: "EnforcerTests-\(UUID().uuidString)")
    private let notices = Notices()
    private let caller = Caller(userID: "u", projectID: "p", roles: ["member"])

    /// What was reported, from whatever thread.
    private final class Notices: Sendable {
        private let texts = Mutex<[String]>([])
        var all: [String] { texts.withLock { $0 } }
        func add(_ notice: Notice) { texts.withLock { $0.append(notice.text) } }
    }

    init() throws {
        try FileManager.default.createDirectory(
            at: directory.appending(path: "policy.d"), withIntermediateDirectories: true)
    }

    deinit {
        // A folder left behind in /tmp would fail no test.
        try? FileManager.default.removeItem(at: directory)
    }

    private func write(_ text: String, to name: String = "policy.yaml") throws {
        try text.write(to: directory.appending(path: name), atomically: false, encoding: .utf8)
    }

    private func enforcer(reloadInterval: Duration = .zero) throws -> Enforcer {
        var settings = Enforcer.Settings()
        settings.policyFiles = [
            "/nowhere/policy.yaml", directory.appending(path: "policy.yaml").path,
        ]
        settings.policyDirectories = [[directory.appending(path: "policy.d").path]]
        settings.reloadInterval = reloadInterval
        return try Enforcer(
            defaults: [RuleDefault("a", "role:admin", "A rule.")], settings: settings,
            report: notices.add)
    }

    private func allows(_ enforcer: Enforcer) throws -> Bool {
        try enforcer.allows("a", to: caller, target: [:])
    }

    @Test func `a reload does not wait for the next look at the files`() throws {
        let enforcer = try enforcer(reloadInterval: .seconds(3_600))
        try write("a: role:member")
        #expect(try !allows(enforcer))
        #expect(enforcer.reload())
        #expect(try allows(enforcer))
    }

    @Test func `a reload of a bad file keeps the rules and says why`() throws {
        try write("a: role:member")
        let enforcer = try enforcer(reloadInterval: .seconds(3_600))
        try write("a: [")
        #expect(!enforcer.reload())
        #expect(try allows(enforcer))
        #expect(notices.all.contains { $0.hasSuffix("; the rules stay as they were") })
    }

    @Test func `without a file the defaults are in force`() throws {
        let enforcer = try enforcer()
        #expect(try !allows(enforcer))
        #expect(try enforcer.allows("a", to: Caller(roles: ["admin"]), target: [:]))
        #expect(try !enforcer.allows("b", to: Caller(roles: ["admin"]), target: [:]))
    }

    @Test func `without a target it is the caller's own project and user`() throws {
        try write("a: project_id:%(project_id)s and user_id:%(user_id)s\n")
        let enforcer = try enforcer()
        #expect(try enforcer.allows("a", to: caller))
        // Python's None is a value like others.
        #expect(try enforcer.allows("a", to: Caller(userID: "u")))
        #expect(try !enforcer.allows("a", to: caller, target: [:]))
        #expect(try !enforcer.allows("a", to: caller, target: ["project_id": "q", "user_id": "u"]))
    }

    @Test func `a file that appears, changes or goes is followed`() throws {
        let enforcer = try enforcer()
        try write("a: role:member\n")
        #expect(try allows(enforcer))
        try write("a: role:someone_else\n")
        #expect(try !allows(enforcer))
        try write("a: '@'\n")
        #expect(try allows(enforcer))
        try FileManager.default.removeItem(at: directory.appending(path: "policy.yaml"))
        #expect(try !allows(enforcer))
    }

    @Test func `between two looks a change is not seen`() throws {
        let enforcer = try enforcer(reloadInterval: .seconds(3_600))
        try write("a: '@'\n")
        #expect(try !allows(enforcer))
    }

    @Test func `a file that becomes bad leaves the rules and is reported once`() throws {
        try write("a: '@'\n")
        let enforcer = try enforcer()
        try write("a: false\n")
        #expect(try allows(enforcer))
        #expect(try allows(enforcer))
        let path = directory.appending(path: "policy.yaml").path
        #expect(
            notices.all == [
                "\(path):1: rule 'a': a rule must be text or a list; put it in quotes; "
                    + "the rules stay as they were"
            ])
        try write("a: '!'\n")
        #expect(try !allows(enforcer))
    }

    @Test func `a file that is bad at the start ends it`() throws {
        try write("a: [role:x\n")
        #expect(throws: PolicyFileError.self) { try self.enforcer() }
    }

    @Test func `files of a directory count in the order of their names`() throws {
        try write("a: '!'\n")
        try write("a: '!'\n", to: "policy.d/10-first.yaml")
        try write("a: '@'\n", to: "policy.d/20-second.yaml")
        try write("a: '!'\n", to: "policy.d/.30-hidden.yaml")
        let enforcer = try enforcer()
        #expect(try allows(enforcer))
        try write("a: role:x\n", to: "policy.d/30-third.yaml")
        #expect(try !allows(enforcer))
    }
}
