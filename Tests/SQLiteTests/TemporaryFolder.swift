// SPDX-License-Identifier: Apache-2.0

import Foundation
import SQL

@testable import SQLite

/// A folder for one test's databases, which goes away with it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/sqlite-\(UUID())"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // What is left behind lies in the system's folder for such things.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Opens the folder's database.
    func database(_ change: (inout SQLite.Database.Settings) -> Void = { _ in }) throws
        -> SQLite.Database
    {
        var settings = SQLite.Database.Settings(path: path + "/test.db")
        // Tests do not pull the plug.
        settings.durability = .normal
        change(&settings)
        return try SQLite.Database(settings)
    }

    /// Opens the folder's database with a table `t (a UNIQUE)`.
    func databaseWithTable(
        _ change: (inout SQLite.Database.Settings) -> Void = { _ in }
    ) throws -> SQLite.Database {
        let database = try database(change)
        try database.write { try $0.run("CREATE TABLE IF NOT EXISTS t (a INTEGER UNIQUE)") }
        return database
    }

    /// Opens the database as a program that is not ours would.
    func foreignConnection() throws -> SQLite.Connection {
        try SQLite.Connection(
            path: path + "/test.db", flags: 6 /* read, write, create */, busyTimeout: .zero)
    }
}

extension SQL.Database {
    /// Adds a row to the table `t`.
    func add(_ value: Int) throws {
        try write { try $0.run("INSERT INTO t (a) VALUES (?)", [.integer(value)]) }
    }

    /// The values in the table `t`, in order.
    func values() throws -> [Int] {
        try read { try $0.rows("SELECT a FROM t ORDER BY a") { $0.integer(0) } }
    }
}
