// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import OpenStack

@Suite struct ConfigurationSampleTests {
    @Test func `the file conf slash placement dot conf is the sample`() throws {
        let root = URL(fileURLWithPath: fixture("")).appendingPathComponent("../../../conf")
        let file = try String(
            contentsOf: root.appendingPathComponent("placement.conf"), encoding: .utf8)
        let sample = ConfigurationSample().lines.joined(separator: "\n") + "\n"
        #expect(file == sample, "write it anew: placement-manage config sample")
    }

    @Test func `the sample as it is sets nothing`() throws {
        let found = try configuration(ConfigurationSample().lines.joined(separator: "\n"))
        #expect(found.settings.allSatisfy { $0.source == .standard })
    }

    @Test func `every option of the sample can be set to its default`() throws {
        let lines = ConfigurationSample().lines.compactMap { line -> String? in
            if line.hasSuffix("<None>") || line.hasPrefix("# ") || line == "#" { return nil }
            return line.hasPrefix("#") ? String(line.dropFirst()) : line
        }
        let found = try configuration(lines.joined(separator: "\n"))
        #expect(found.unknownOptions.isEmpty)
        let standard = try configuration("")
        for (setting, expected) in zip(found.settings, standard.settings) {
            #expect(setting.value.text == expected.value.text, "\(setting.declaration.name)")
            let isShown = setting.declaration.hasEffect && setting.declaration.standard.text != nil
            #expect((setting.source != .standard) == isShown, "\(setting.declaration.name)")
        }
    }

    @Test func `each section stands once`() {
        let sections = ConfigurationSample().lines.filter { $0.hasPrefix("[") }
        #expect(Set(sections).count == sections.count)
    }
}

@Suite struct ConfigurationCheckTests {
    private let connection = "[placement_database]\nconnection = sqlite://\n"

    private func findings(_ text: String, _ path: String = "placement.conf") throws -> [String] {
        let file = try ConfigurationFile(text: text, path: path)
        return ConfigurationCheck(ConfigurationInputs(files: [file])).findings
            .map { "\($0.severity) \($0.text)" }
    }

    @Test func `a good configuration has nothing to be found`() throws {
        #expect(try findings(connection) == [])
    }

    @Test func `all wrong values are found, not only the first`() throws {
        #expect(
            try findings(connection + "[api]\nauth_strategy = x\n[cors]\nmax_age = y\n") == [
                "error placement.conf:4: [api] auth_strategy = x: "
                    + "must be one of keystone, noauth2",
                "error placement.conf:6: [cors] max_age = y: must be an integer",
            ])
    }

    @Test func `what refers to a wrong value is not a second mistake`() throws {
        let text = "[DEFAULT]\nstate_path = $log_options\nlog_options = x\n"
        #expect(
            try findings(connection + text) == [
                "error placement.conf:5: [DEFAULT] log_options = x: must be true or false"
            ])
    }

    @Test func `an option that must be set is missed`() throws {
        #expect(
            try findings("") == [
                "error [placement_database] connection is not set and has no default"
            ])
    }

    @Test func `old names and options without effect are found`() throws {
        let text = "[DEFAULT]\nauth_strategy = noauth2\n[placement_database]\nmax_retries = 1\n"
        #expect(
            try findings(connection + text) == [
                "warning placement.conf:4: [DEFAULT] auth_strategy is an old name of "
                    + "[api] auth_strategy",
                "warning placement.conf:6: [placement_database] max_retries has no effect here",
            ])
    }

    @Test(arguments: [
        ("[api]\nauth_stratgy = x", "[api] auth_strategy"),
        ("[placment]\nmax_allocation_candidates = 1", "[placement] max_allocation_candidates"),
        ("[database]\nsync_on_startup = 1", "[placement_database] sync_on_startup"),
        ("[fastcgi]\nthread = 1", "[fastcgi] threads"), ("[api]\nworkers = 1", nil),
        ("[nova]\nx = 1", nil),
    ])
    func `an unknown option brings the nearest one to mind`(text: String, nearest: String?) throws {
        let found = try findings(connection + text)
        #expect(found.count == 1)
        #expect(found.first?.hasSuffix(nearest.map { "is \($0) meant?" } ?? "is not known") == true)
    }

    @Test(arguments: [
        ("", "", 0), ("abc", "", 3), ("kitten", "sitting", 3), ("flaw", "lawn", 2), ("a", "a", 0),
    ])
    func `a distance counts letters to change`(left: String, right: String, distance: Int) {
        #expect(NearestName.distance(left, right) == distance)
        #expect(NearestName.distance(right, left) == distance)
    }

    @Test(arguments: [
        (0o600, nil), (0o640, nil), (0o644, "everyone may read"), (0o666, "everyone may write"),
    ])
    func `a file with secrets is not for everyone`(mode: Int, finding: String?) throws {
        let path = NSTemporaryDirectory() + "oslo-\(UUID().uuidString).conf"
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(
            FileManager.default.createFile(
                atPath: path, contents: nil, attributes: [.posixPermissions: mode]))
        let found = try findings(connection.replacing("//", with: "//me:x@host"), path)
        #expect(found.count == (finding == nil ? 0 : 1))
        #expect(finding.map { found[0].contains($0) } ?? true)
    }

    @Test func `a file without secrets may be read by everyone`() throws {
        let path = NSTemporaryDirectory() + "oslo-\(UUID().uuidString).conf"
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(
            FileManager.default.createFile(
                atPath: path, contents: nil, attributes: [.posixPermissions: 0o644]))
        #expect(try findings(connection, path) == [])
    }
}
