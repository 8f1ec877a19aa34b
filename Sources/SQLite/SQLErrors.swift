// SPDX-License-Identifier: Apache-2.0

import CSQLite
import POSIX
import SQL

extension SQLError {
    /// The failure that a connection has just reported.
    ///
    /// - Parameters:
    ///   - code: What the failed call returned.
    ///   - connection: Where it failed.
    ///   - path: The database's file.
    ///   - sql: The statement, which never contains an argument; `nil` if there was none.
    ///   - errno: Why the system refused. SQLite's own record of it misses failed commits.
    /// Source: https://www.sqlite.org/rescode.html
    init(
        _ code: Int32, on connection: Handle, path: String, sql: String? = nil,
        errno: Errno = .current
    ) {
        let extended = sqlite3_extended_errcode(connection.pointer)
        // The connection remembers only its last failure: trust it if it is the same one.
        let code = extended & 0xff == code & 0xff ? extended : code
        var message = String(cString: sqlite3_errmsg(connection.pointer))
        let kind = Kind(code, message: message, errno: errno)
        if code & 0xff == SQLITE_IOERR { message += ": \(errno)" }
        var text = message
        if let hint = kind.hint(code) { text = "\(path): \(hint) (\(message))" }
        text += " [SQLite \(code)]"
        if let sql { text += " in: \(oneLine(sql))" }
        self.init(kind, code: Int(code), text)
    }
}

extension SQLError.Kind {
    fileprivate init(_ code: Int32, message: String, errno: Errno) {
        switch (code & 0xff, code >> 8) {
        case (SQLITE_CONSTRAINT, uniqueConstraint), (SQLITE_CONSTRAINT, primaryKeyConstraint),
            (SQLITE_CONSTRAINT, rowidConstraint):
            self = .duplicate(columns: columns(of: message))
        case (SQLITE_CONSTRAINT, foreignKeyConstraint): self = .foreignKey
        // SQLITE_PROTOCOL: SQLite gave up after it had lost very many races for a lock.
        case (SQLITE_BUSY, _), (SQLITE_LOCKED, _), (SQLITE_PROTOCOL, _): self = .busy
        case (SQLITE_READONLY, databaseMoved): self = .moved
        case (SQLITE_READONLY, _), (SQLITE_PERM, _): self = .readOnly
        case (SQLITE_FULL, _): self = .full
        case (SQLITE_CORRUPT, _), (SQLITE_NOTADB, _): self = .corrupt
        case (SQLITE_CANTOPEN, _): self = .cannotOpen
        // SQLite itself knows only ENOSPC on a write as a full disk.
        case (SQLITE_IOERR, _) where noSpace.contains(errno): self = .full
        case (SQLITE_IOERR, _) where errno == .readOnlyFileSystem: self = .readOnly
        default: self = .other
        }
    }

    /// What an operator should look at.
    fileprivate func hint(_ code: Int32) -> String? {
        switch self {
        case .busy: "another program keeps the database locked"
        case .moved: movedHint
        case .readOnly:
            "cannot be written: check owner and mode of the file and its folder, and the mount"
        case .full: "no space left: free some"
        case .corrupt: "damaged or not an SQLite database: restore it from a backup"
        case .cannotOpen: "cannot be opened: check that it and its folder exist and may be accessed"
        case .other where code & 0xff == SQLITE_IOERR: "the file cannot be read or written"
        case .duplicate, .foreignKey, .overloaded, .unknownOutcome, .other: nil
        }
    }
}

// The second byte of the extended result codes.
private let uniqueConstraint: Int32 = 8
private let primaryKeyConstraint: Int32 = 6
private let rowidConstraint: Int32 = 10
private let foreignKeyConstraint: Int32 = 3
private let databaseMoved: Int32 = 4

private let noSpace: Set<Errno> = [.noSpace, .quotaExceeded, .fileTooLarge]

/// The names in `UNIQUE constraint failed: traits.name, traits.id`.
private func columns(of message: String) -> [String] {
    guard let colon = message.firstIndex(of: ":") else { return [] }
    return message[colon...].dropFirst().split(separator: ",").compactMap { part in
        let name = part.drop { $0 == " " }
        // An index on an expression is named instead of columns: index 'name'.
        return name.contains("'") ? nil : String(name)
    }
}

/// A statement's text on one line, cut where it gets long.
func oneLine(_ sql: String) -> String {
    let words = sql.split { $0 == " " || $0.isNewline || $0 == "\t" }.joined(separator: " ")
    return words.count > 500 ? words.prefix(500) + "…" : words
}
