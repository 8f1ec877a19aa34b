// SPDX-License-Identifier: Apache-2.0

import CSQLite
import SQL

extension Database {
    /// Copies a database as it is at one moment into a new file, while others go on with it.
    ///
    /// The copy is one file without a write-ahead log, and without the room that deleted rows left.
    /// It is a read transaction, so nobody waits for it. SQLite does not wait until the copy is
    /// on disk: that is left to the caller.
    /// Source: https://www.sqlite.org/lang_vacuum.html#vacuuminto
    ///
    /// - Parameters:
    ///   - settings: The database; it is only read.
    ///   - path: A file that is not there yet, or is empty.
    /// - Throws: ``SQLError``; what was written so far stays behind.
    package static func copy(_ settings: Settings, into path: String) throws {
        let connection = try Connection(
            path: settings.path, flags: SQLITE_OPEN_READONLY, busyTimeout: settings.busyTimeout)
        try connection.run("PRAGMA temp_store = MEMORY")
        // Here, too, a name such as `file:x` would be read as a URI.
        let name = path.hasPrefix("/") ? path : "./" + path
        try connection.run("VACUUM INTO ?", [.text(name)])
    }
}
