// SPDX-License-Identifier: Apache-2.0

package import SQL

/// The least that a database must be able to do if requests are to be served.
package enum DatabaseProbe {
    /// Reads a row that is always there.
    ///
    /// - Throws: ``SQLError`` if it cannot be read, or is not there.
    @Sendable package static func read(_ connection: any Connection) throws {
        let row: Int? = try connection.row("SELECT id FROM resource_classes LIMIT 1") {
            $0.integer(0)
        }
        guard row != nil else {
            throw SQLError(.other, code: 0, "the table resource_classes has no rows")
        }
    }
}
