// SPDX-License-Identifier: Apache-2.0

import CSQLite
import SQL

/// The row on which a statement stands.
struct Row: SQL.Row {
    private let statement: Handle

    init(_ statement: Handle) {
        self.statement = statement
    }

    func isNull(_ column: Int) -> Bool {
        sqlite3_column_type(statement.pointer, index(column)) == SQLITE_NULL
    }

    func integer(_ column: Int) -> Int {
        Int(sqlite3_column_int64(statement.pointer, index(column)))
    }

    func real(_ column: Int) -> Double {
        sqlite3_column_double(statement.pointer, index(column))
    }

    func text(_ column: Int) -> String {
        let column = index(column)
        guard let start = sqlite3_column_text(statement.pointer, column) else { return "" }
        // The size is asked for after the text, since fetching the text may convert the value.
        let size = Int(sqlite3_column_bytes(statement.pointer, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: size), as: UTF8.self)
    }

    /// SQLite answers NULL for a column that does not exist; here it is the bug that it must be.
    private func index(_ column: Int) -> Int32 {
        precondition(
            column >= 0 && column < Int(sqlite3_data_count(statement.pointer)),
            "column \(column) of a row that has no such column")
        return Int32(column)
    }
}
