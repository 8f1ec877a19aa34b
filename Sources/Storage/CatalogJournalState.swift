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
        let rows = try connection.rows(
            """
            SELECT name, sql FROM sqlite_master
            WHERE name = 'catalog_journal' OR name LIKE 'catalog\\_journal\\_%' ESCAPE '\\'
            """
        ) { ($0.text(0), $0.text(1)) }
        guard !rows.isEmpty else { return .absent }
        let texts = Dictionary(rows) { first, _ in first }
        let missing = statements.filter { texts[$0.name] != $0.sql }.map(\.name)
        guard missing.isEmpty else { return .incomplete(missing: missing) }
        return try connection.row("SELECT count(*), max(sequence) FROM catalog_journal") { row in
            .installed(entries: row.integer(0), sequence: row.integer(1))
        } ?? .absent
    }
}
