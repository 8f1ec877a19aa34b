// SPDX-License-Identifier: Apache-2.0

import Foundation
import POSIX
import SQL
import Testing

@testable import SQLite

@Suite struct CommitLockTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path + "/test.db"
    }

    private func mode(_ suffix: String) throws -> UInt32 {
        try File.status(of: path + suffix).mode
    }

    @Test(
        arguments: [(0o644, 0o600), (0o640, 0o600), (0o600, 0o600), (0o660, 0o660)]
            as [(UInt32, UInt32)])
    func `only those who may write the database may read its lock files`(
        database: UInt32, expected: UInt32
    ) throws {
        let foreign = try folder.foreignConnection()
        try foreign.run("CREATE TABLE t (a INTEGER)")
        try File.setMode(database, of: path)
        let opened = try folder.database()
        defer { opened.close() }
        // A umask may take more.
        #expect(try mode("-lock") & ~expected == 0)
        #expect(try mode("-queue") & ~expected == 0)
        #expect(try mode("-lock") & 0o600 == 0o600)
    }

    @Test func `lock files of an earlier version are closed to others`() throws {
        try File.write([], to: path + "-lock")
        try File.write([], to: path + "-queue")
        try File.setMode(0o644, of: path + "-lock")
        try File.setMode(0o644, of: path + "-queue")
        let opened = try folder.database { _ in }
        defer { opened.close() }
        #expect(try mode("-lock") & 0o044 == 0)
        #expect(try mode("-queue") & 0o044 == 0)
    }

    @Test func `two names of one file have one lock`() throws {
        let first = try folder.databaseWithTable()
        defer { first.close() }
        let link = folder.path + "/link.db"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        let one = try CommitLock(Connection.reader(.init(path: path)))
        let other = try CommitLock(Connection.reader(.init(path: link)))
        #expect(
            kindOfError {
                try one.withLock(waitingAtMost: .zero) {
                    try other.withLock(waitingAtMost: .zero) {}
                }
            } == .busy)
        #expect(!File.exists(link + "-lock"))
    }
}
