// SPDX-License-Identifier: Apache-2.0

import POSIX
import SQL
import Testing

@testable import SQLite

/// A database whose files are moved, replaced or removed while it is open.
@Suite struct MovedFileTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path + "/test.db"
    }

    /// A database with the value 1, of which a copy was made before the value 2 came.
    private func databaseWithCopy() throws -> SQLite.Database {
        let database = try folder.databaseWithTable()
        try database.add(1)
        try SQLite.Database.copy(.init(path: path), into: path + ".copy")
        try database.add(2)
        return database
    }

    @Test func `nothing is written to a file that another one has replaced, nor read`() throws {
        let database = try databaseWithCopy()
        #expect(try database.values() == [1, 2])
        try File.rename(path + ".copy", to: path)
        #expect(kindOfError { try database.add(3) } == .moved)
        #expect(kindOfError { try database.values() } == .moved)
        database.close()
        // And the old log does not spoil the file that took the place.
        let next = try folder.database()
        #expect(try next.values() == [1])
        #expect(try next.read { try $0.rows("PRAGMA integrity_check") { $0.text(0) } } == ["ok"])
    }

    @Test func `a process that is killed after it noticed leaves no log for the new file`() throws {
        let database = try databaseWithCopy()
        try File.rename(path + ".copy", to: path)
        #expect(kindOfError { try database.add(3) } == .moved)
        #expect(try File.status(of: path + "-wal").sizeBytes == 0)
        #expect(try folder.database().values() == [1])
    }

    @Test func `the log stays where somebody else has written to it since`() throws {
        let database = try databaseWithCopy()
        try File.rename(path + ".copy", to: path)
        let other = try folder.database()
        try other.add(5)
        #expect(kindOfError { try database.add(3) } == .moved)
        database.close()
        #expect(try other.values().contains(5))
        #expect(try File.status(of: path + "-wal").sizeBytes > 0)
        other.close()
    }

    @Test(arguments: ["", "-wal", "-shm"])
    func `nothing is written while one of the files is gone, and all is well when it is back`(
        suffix: String
    ) throws {
        let database = try folder.databaseWithTable()
        try database.add(1)
        try File.rename(path + suffix, to: folder.path + "/away")
        let error = #expect(throws: SQLError.self) { try database.add(2) }
        #expect(error?.kind == .moved)
        #expect(error?.description.contains("restart the service") == true)
        #expect(kindOfError { try database.values() } == .moved)
        try File.rename(folder.path + "/away", to: path + suffix)
        #expect(try database.values() == [1])
        try database.add(3)
        #expect(try database.values() == [1, 3])
        database.close()
        #expect(try folder.database().values() == [1, 3])
    }

    @Test func `what was committed is not lost with the log that somebody removes`() throws {
        let database = try folder.databaseWithTable()
        try database.add(1)
        try File.remove(path + "-wal")
        try File.remove(path + "-shm")
        #expect(kindOfError { try database.add(2) } == .moved)
        database.close()
        #expect(try folder.database().values() == [1])
    }
}
