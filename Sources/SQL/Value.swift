// SPDX-License-Identifier: Apache-2.0

/// A value that is bound to a `?` of a statement.
package enum Value: Equatable, Sendable {
    case null
    case integer(Int)
    case real(Double)
    case text(String)

    /// `nil` becomes SQL's NULL.
    package init(_ text: String?) {
        self = text.map(Value.text) ?? .null
    }

    /// `nil` becomes SQL's NULL.
    package init(_ integer: Int?) {
        self = integer.map(Value.integer) ?? .null
    }
}

/// One row of an answer, valid only while the closure that got it runs.
///
/// Columns count from 0. Asking a NULL column for a value gives 0, 0.0 or "", as SQLite does.
package protocol Row {
    func isNull(_ column: Int) -> Bool
    func integer(_ column: Int) -> Int
    func real(_ column: Int) -> Double
    func text(_ column: Int) -> String
}

extension Row {
    /// The text of a column that may be NULL.
    package func optionalText(_ column: Int) -> String? {
        isNull(column) ? nil : text(column)
    }

    /// The integer of a column that may be NULL.
    package func optionalInteger(_ column: Int) -> Int? {
        isNull(column) ? nil : integer(column)
    }
}
