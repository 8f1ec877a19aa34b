// SPDX-License-Identifier: Apache-2.0

package import SQL

/// One kind of damage that a healthy database has none of.
///
/// Each check is one query, so that it can have a short transaction of its own: a long one would
/// keep the service's write-ahead log from being copied.
package struct DatabaseCheck: Sendable {
    /// How bad it is where something is found.
    package enum Severity: String, Sendable {
        /// The service gives wrong answers, or none.
        case error
        /// Somebody should look at it; the service copes.
        case warning
        /// Nothing is wrong.
        case note
    }

    /// How to get rid of what was found.
    package enum Mend: Equatable, Sendable {
        /// Words of `placement-manage`.
        case command(String)
        /// A statement for the sqlite3 shell, which mends all places at once.
        case statement(String)
        /// A decision for the operator.
        case advice(String)
    }

    /// What it is called in tables and scripts, such as `provider-loop`.
    package let name: String
    package let severity: Severity
    /// What is wrong with the places found.
    package let meaning: String
    package let mend: Mend
    private let find: @Sendable (any Connection, (String) -> Void) throws -> Void

    init(
        _ name: String, _ severity: Severity, _ meaning: String, _ mend: Mend,
        find: @escaping @Sendable (any Connection, (String) -> Void) throws -> Void
    ) {
        self.name = name
        self.severity = severity
        self.meaning = meaning
        self.mend = mend
        self.find = find
    }

    /// A check whose query has the text of one place in each row.
    init(
        _ name: String, _ severity: Severity, _ meaning: String, _ mend: Mend, query: String
    ) {
        self.init(name, severity, meaning, mend) { connection, found in
            try connection.forEachRow(query) { found($0.text(0)) }
        }
    }

    /// What a check found.
    package struct Finding: Sendable {
        package let check: DatabaseCheck
        /// How many places are concerned.
        package fileprivate(set) var count = 0
        /// The first of them.
        package fileprivate(set) var places: [String] = []

        /// Whether the file is damaged, so that whatever it holds may not be readable.
        package var isDamage: Bool {
            check.name == DatabaseCheck.unreadable.name
                || DatabaseCheck.file.contains { $0.name == check.name }
        }
        /// Whether the other checks would find nothing but the same.
        package var isFatal: Bool {
            check.name == DatabaseCheck.unreadable.name
                || check.name == DatabaseCheck.missingTables.name
        }
    }

    /// Looks for the damage in a read transaction.
    ///
    /// - Parameters:
    ///   - database: The database.
    ///   - limit: How many places are named at most, however many there are.
    /// - Returns: what was found, `nil` if nothing.
    /// - Throws: ``SQLError``; a file too damaged to be read is a finding.
    package func run(in database: any Database, places limit: Int) throws -> Finding? {
        var finding = Finding(check: self)
        do {
            try database.read { connection in
                try find(connection) { place in
                    finding.count += 1
                    if finding.places.count < limit { finding.places.append(place) }
                }
            }
        } catch let error as SQLError where error.kind == .corrupt {
            // Where damage was met, even the end of the transaction may fail.
            if finding.count > 0 { return finding }
            return Finding(check: .unreadable, count: 1, places: ["\(name): \(error)"])
        }
        return finding.count > 0 ? finding : nil
    }
}

extension DatabaseCheck {
    /// Whether the file and the tables are there and whole; the others need the tables.
    package static let basic = file + schema

    /// What the rows of the tables say.
    package static let contents = trees + references + amounts

    private static let restore = Mend.advice(
        "stop the service, keep a copy of the file, and restore a backup; or save what can be "
            + "read: sqlite3 FILE .recover | sqlite3 NEWFILE")

    fileprivate static let unreadable = DatabaseCheck(
        "file-unreadable", .error, "parts of the file cannot be read", restore
    ) { _, _ in }

    fileprivate static let file = [
        DatabaseCheck("file-damaged", .error, "the file contradicts itself", restore) {
            connection, found in
            try connection.forEachRow("PRAGMA integrity_check(1000)") { row in
                // A row may have a heading and a line for each place.
                for line in row.text(0).split(whereSeparator: \.isNewline)
                where line != "ok" && !line.hasPrefix("***") {
                    found(String(line))
                }
            }
        }
    ]
}

/// The text of a provider whose row has this alias: `UUID (name)`.
func providerText(_ alias: String) -> String {
    "\(alias).uuid || coalesce(' (' || \(alias).name || ')', '')"
}
