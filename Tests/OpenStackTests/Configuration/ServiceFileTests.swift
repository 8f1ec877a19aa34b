// SPDX-License-Identifier: Apache-2.0

import Foundation
import OpenStack
import POSIX
import Testing

@Suite struct ServiceFileTests {
    /// Nobody's number, so that only what everyone may do is allowed.
    private let stranger = User(userID: 54_321, groupIDs: [54_321])
    private let folder: String

    init() throws {
        folder = "/tmp/service-files-\(UUID().uuidString)"
        try File.makeDirectory(folder, mode: 0o755)
    }

    private func file(_ mode: UInt32) throws -> String {
        let path = "\(folder)/file"
        try File.write([], to: path)
        try File.setMode(mode, of: path)
        return path
    }

    private func findings(_ file: ServiceFile) throws -> [String] {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var check = ConfigurationCheck(
            ConfigurationInputs(files: [
                try ConfigurationFile(
                    text: "[placement_database]\nconnection = sqlite:///a.db\n", path: "/nowhere")
            ]))
        check.look(at: [file], as: stranger, named: "placement")
        return check.findings.map { "\($0.check) \($0.text) -> \($0.mend ?? "")" }
    }

    @Test(
        arguments: [
            (0o666, ServiceFile.Use.writes, "file-open"), (0o644, .reads, nil),
            (0o644, .writes, "file-refused"), (0o640, .reads, "file-refused"),
        ] as [(UInt32, ServiceFile.Use, String?)])
    func `a file must be for the service and not for everyone`(
        mode: UInt32, use: ServiceFile.Use, finding: String?
    ) throws {
        let found = try findings(ServiceFile("the database", try file(mode), use))
        #expect(
            found.map { $0.split(separator: " ").first.map(String.init) }
                == (finding.map { [$0] } ?? []))
    }

    @Test func `what is missing is named, unless it may be`() throws {
        let path = "\(folder)/none/file"
        #expect(
            try findings(ServiceFile("the log", path, .writes, mayBeMissing: true)) == [
                "file-missing the log, \(path): there is no \(folder)/none -> "
                    + "make it, or correct the option that names it"
            ])
    }

    @Test func `a missing file that the service makes is fine`() throws {
        let file = ServiceFile("the log", "\(folder)/none", .writes, mayBeMissing: true)
        #expect(try findings(file) == [])
    }

    @Test func `a folder on the way must be passable`() throws {
        let path = try file(0o666)
        try File.setMode(0o700, of: folder)
        #expect(
            try findings(ServiceFile("the log", path, .writes)).first
                == "folder-closed the log, \(path): placement may not pass \(folder) -> "
                + "chmod o+x \(folder), or give it to a group of placement")
    }

    @Test(
        arguments: [
            (0o755, "file-refused"), (0o777, "file-open"), (0o1777, nil),
        ] as [(UInt32, String?)])
    func `a folder for files must be writable, and only with a sticky bit by everyone`(
        mode: UInt32, finding: String?
    ) throws {
        try File.setMode(mode, of: folder)
        let found = try findings(ServiceFile("the folder", folder, .makesFiles))
        #expect(
            found.map { $0.split(separator: " ").first.map(String.init) }
                == (finding.map { [$0] } ?? []))
    }
}
