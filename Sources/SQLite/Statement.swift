// SPDX-License-Identifier: Apache-2.0

import CSQLite
import SQL

/// A prepared statement, which owns its handle.
final class Statement: Sendable {
    let sql: String
    private let handle: Handle
    private let connection: Handle
    private let path: String

    /// Prepares a statement.
    ///
    /// - Throws: ``SQLError`` if the text is not exactly one statement, or SQLite refuses it.
    init(_ sql: String, on connection: Handle, path: String) throws(SQLError) {
        var pointer: OpaquePointer?
        var text = sql
        var hasMore = false
        let code = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                var tail: UnsafePointer<CChar>?
                let code = sqlite3_prepare_v3(
                    connection.pointer, characters.baseAddress, Int32(clamping: characters.count),
                    UInt32(SQLITE_PREPARE_PERSISTENT), &pointer, &tail)
                if let tail, let start = characters.baseAddress {
                    hasMore = characters[(tail - start)...].contains { !isBlank($0) }
                }
                return code
            }
        }
        guard code == SQLITE_OK else {
            throw SQLError(code, on: connection, path: path, sql: sql)
        }
        guard let pointer, !hasMore else {
            sqlite3_finalize(pointer)
            throw SQLError(
                .other, code: Int(SQLITE_MISUSE), "not exactly one statement: \(oneLine(sql))")
        }
        self.sql = sql
        self.handle = Handle(pointer)
        self.connection = connection
        self.path = path
    }

    /// Gives each `?` its value.
    func bind(_ arguments: [Value]) throws(SQLError) {
        guard arguments.count == sqlite3_bind_parameter_count(handle.pointer) else {
            throw SQLError(
                .other, code: Int(SQLITE_RANGE),
                "\(arguments.count) arguments are not what this asks for: \(oneLine(sql))")
        }
        for (index, value) in zip(Int32(1)..., arguments) {
            let code = bind(value, at: index)
            guard code == SQLITE_OK else { throw error(code) }
        }
    }

    private func bind(_ value: Value, at index: Int32) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(handle.pointer, index)
        case .integer(let integer):
            return sqlite3_bind_int64(handle.pointer, index, Int64(integer))
        case .real(let real): return sqlite3_bind_double(handle.pointer, index, real)
        case .text(var text):
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { characters in
                    // An empty string may have no address, and no address would mean NULL.
                    guard let start = characters.baseAddress else {
                        return csqlite_bind_text_copy(handle.pointer, index, "", 0)
                    }
                    return csqlite_bind_text_copy(
                        handle.pointer, index, start, UInt64(characters.count))
                }
            }
        }
    }

    /// Moves to the next row; returns `false` after the last one.
    func step() throws(SQLError) -> Bool {
        switch sqlite3_step(handle.pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw error(code)
        }
    }

    /// The row on which the statement stands.
    var row: Row { Row(handle) }

    /// Makes the statement ready for its next use.
    func reset() {
        // What sqlite3_reset returns is the failure of the last step, which step() has thrown.
        sqlite3_reset(handle.pointer)
        sqlite3_clear_bindings(handle.pointer)
    }

    private func error(_ code: Int32) -> SQLError {
        SQLError(code, on: connection, path: path, sql: sql)
    }

    deinit {
        // As with reset: an old failure is all that it could report.
        sqlite3_finalize(handle.pointer)
    }
}

private func isBlank(_ character: CChar) -> Bool {
    [" ", "\n", "\t", "\r", ";"].contains(UnicodeScalar(UInt8(bitPattern: character)))
}
