// SPDX-License-Identifier: Apache-2.0

package import SQL

extension CatalogJournal {
    /// How much of the journal a database has.
    package enum State: Equatable, Sendable {
        /// Nothing of it.
        case absent
        /// Only a part, or triggers with another text, by their names.
        case incomplete(missing: [String])
        /// All of it.
        ///
        /// - Parameters:
        ///   - entries: how many changes are kept.
        ///   - sequence: the number of the newest change; 0 before the first.
        case installed(entries: Int, sequence: Int)
    }

    /// How much of the journal a database has.
    package static func state(on connection: any Connection) throws -> State {
        let parts = try parts(on: connection)
        guard !parts.isEmpty else { return .absent }
        let missing = missing(from: parts)
        guard missing.isEmpty else { return .incomplete(missing: missing) }
        return try connection.row("SELECT count(*), max(sequence) FROM catalog_journal") { row in
            .installed(entries: row.integer(0), sequence: row.integer(1))
        } ?? .absent
    }
}
