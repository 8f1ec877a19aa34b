// SPDX-License-Identifier: Apache-2.0

/// A failure that the database reported.
package struct SQLError: Error, Equatable, CustomStringConvertible {
    /// What went wrong, as far as a caller may act on it.
    package enum Kind: Equatable, Sendable {
        /// A UNIQUE constraint on these `table.column` names refused a row.
        case duplicate(columns: [String])
        /// A FOREIGN KEY constraint refused a change.
        case foreignKey
        /// Another process held the database for longer than the busy time-out.
        case busy
        /// The write queue is full: the caller should come back later.
        case overloaded
        /// The file or its file system cannot be written.
        case readOnly
        /// The file was moved, replaced or removed while it is open.
        case moved
        /// A write may or may not be kept; nobody knows yet.
        case unknownOutcome
        /// The file system is full.
        case full
        /// The file is damaged or no database.
        case corrupt
        /// The database cannot be opened.
        case cannotOpen
        /// Any other failure.
        case other
    }

    package let kind: Kind
    /// The driver's own result code.
    package let code: Int
    /// The driver's message, and the statement without its arguments.
    package let description: String

    package init(_ kind: Kind, code: Int, _ description: String) {
        self.kind = kind
        self.code = code
        self.description = description
    }
}
