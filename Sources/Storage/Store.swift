// SPDX-License-Identifier: Apache-2.0

package import Placement
package import SQL

/// The ledger as one transaction sees it: each resource adds its questions and changes in a file
/// of its own.
package struct Store {
    let connection: any Connection
    /// The moment of the request: `created_at` and `updated_at` of the rows it writes.
    package let now: Timestamp

    package init(_ connection: any Connection, now: Timestamp) {
        self.connection = connection
        self.now = now
    }
}

extension Connection {
    /// Runs a query and hands each row to `body`.
    func forEachRow(
        _ sql: String, _ arguments: [Value] = [], _ body: (any Row) throws -> Void
    ) throws {
        let _: [Void] = try rows(sql, arguments, as: body)
    }
}

extension Row {
    /// The moment when a row was made or last changed: `updated_at`, else `created_at`.
    func lastModified(updatedAt: Int, createdAt: Int) -> Timestamp? {
        Timestamp(isNull(updatedAt) ? text(createdAt) : text(updatedAt))
    }
}

/// The `(?, ?, ?)` of an IN with that many values, of which there must be at least one.
func placeholders(_ count: Int) -> String {
    precondition(count > 0, "an IN needs a value")
    return "(" + repeatElement("?", count: count).joined(separator: ", ") + ")"
}
