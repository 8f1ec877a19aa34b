// SPDX-License-Identifier: Apache-2.0

import POSIX
package import Placement
import SQL

/// The newest ``Catalog`` of a database, shared by all threads.
///
/// Each request asks in a transaction of its own. The journal is looked at in that transaction, so
/// the catalog that a request gets is never older than the state the transaction sees. Where it
/// has fallen behind, the thread that notices loads what changed, without stopping the others;
/// only the loading of all providers is done by one thread at a time.
///
/// All is loaded anew when the schema has another version: a trigger may have been away while
/// something changed, and nothing else tells of that.
///
/// A database without the journal is served as well: everything is loaded anew whenever SQLite
/// says that something changed.
package final class LiveCatalog: Sendable {
    /// A catalog with what is needed to tell whether it is still the newest.
    private struct Edition: Sendable {
        var catalog: Catalog
        /// The version of the schema for which the journal was found to be whole, or missing.
        let schemaVersion: Int
        /// Where the journal stood; `nil` without one.
        var position: JournalPosition?
        /// The tokens of the last entries up to the position, the newest last.
        var tokens: [Int] = []
        /// Without a journal: what each connection said of its database when it saw this state.
        var marks: [StateMark] = []

        /// Whether the edition's history has an entry.
        func includes(_ other: JournalPosition) -> Bool {
            guard let position else { return false }
            let age = position.sequence - other.sequence
            return age >= 0 && age < tokens.count && tokens[tokens.count - 1 - age] == other.token
        }
    }

    private struct State: Sendable {
        var edition: Edition?
        var isLoading = false
    }

    private let state = Condition(State())
    private let waitLimit: Duration
    /// What has been loaded and when.
    package let statistics = CatalogStatistics()

    /// Tokens that are kept to recognise a request that began a little earlier.
    private static let keptTokens = 1024

    /// Makes an owner that has loaded nothing yet.
    ///
    /// - Parameter waitLimit: How long a request waits while another one loads all providers.
    package init(waitLimit: Duration = .seconds(60)) {
        self.waitLimit = waitLimit
    }

    /// The catalog of the state that a transaction sees, or of a later one.
    ///
    /// - Throws: ``SQLError``.
    package func catalog(in store: Store) throws -> Catalog {
        let connection = store.connection
        let known = state.withLock { $0.edition }
        let mark = try connection.stateMark()
        let schemaVersion = mark.schemaVersion
        var hasJournal = known?.position != nil
        if known?.schemaVersion != schemaVersion {
            hasJournal = try CatalogJournal.isInstalled(on: connection)
        }
        guard hasJournal, let position = try connection.journalPosition() else {
            return try catalogWithoutJournal(connection, known, mark)
        }
        if let known, known.schemaVersion == schemaVersion {
            if known.includes(position) { return known.catalog }
            if let edition = try refresh(known, to: position, connection) {
                publish(edition)
                return edition.catalog
            }
        }
        return try loadAlone { current in
            if let current, current.schemaVersion == schemaVersion, current.includes(position) {
                return nil
            }
            let tokens = try connection.journalEntries(
                from: position.sequence - LiveCatalog.keptTokens + 1)
            return Edition(
                catalog: try statistics.countLoad { try connection.loadCatalog() },
                schemaVersion: schemaVersion,
                position: position, tokens: tokens.map(\.position.token))
        }
    }

    /// Loads what the journal names since an edition; `nil` if that would not do.
    private func refresh(
        _ edition: Edition, to position: JournalPosition, _ connection: any Connection
    ) throws -> Edition? {
        guard let start = edition.position, start.sequence < position.sequence else { return nil }
        let entries = try connection.journalEntries(from: start.sequence)
        // The entry where the edition stood is gone if the journal was trimmed or made anew.
        guard entries.first?.position == start, entries.last?.position == position,
            entries.count == position.sequence - start.sequence + 1
        else { return nil }
        let subjects = Set(entries.dropFirst().map(\.subject))
        let providers = subjects.filter { $0 > CatalogJournal.Subject.names }
        guard !subjects.contains(CatalogJournal.Subject.everything),
            providers.count <= 64 + edition.catalog.count / 8
        else { return nil }
        var new = edition
        new.catalog = try statistics.countRefresh(ofProviders: providers.count) {
            try connection.refresh(
                edition.catalog, providers: providers,
                names: subjects.contains(CatalogJournal.Subject.names))
        }
        new.position = position
        new.tokens += entries.dropFirst().map(\.position.token)
        if new.tokens.count > LiveCatalog.keptTokens {
            new.tokens.removeFirst(new.tokens.count - LiveCatalog.keptTokens)
        }
        return new
    }

    /// Makes an edition the one that all share, unless another thread was faster.
    private func publish(_ edition: Edition) {
        state.withLock { state in
            guard let current = state.edition, let position = edition.position,
                current.schemaVersion == edition.schemaVersion, current.includes(position)
            else {
                state.edition = edition
                return
            }
        }
    }

    private func catalogWithoutJournal(
        _ connection: any Connection, _ known: Edition?, _ mark: StateMark
    ) throws -> Catalog {
        if let known, known.position == nil, known.marks.contains(mark) {
            return known.catalog
        }
        return try loadAlone { current in
            var edition = Edition(
                catalog: try statistics.countLoad { try connection.loadCatalog() },
                schemaVersion: mark.schemaVersion,
                marks: [mark])
            // What connections say cannot be compared. But if they see the same, all they said
            // stands for it, and one change makes each connection load only once.
            if let current, current.position == nil, current.catalog == edition.catalog {
                edition.catalog = current.catalog
                edition.marks += current.marks.filter { $0.connection != mark.connection }
            }
            return edition
        }
    }

    /// Loads all providers while no other thread does.
    ///
    /// - Parameter load: Loads, or returns `nil` if the edition that is there now will do.
    /// - Returns: What was loaded, or the catalog that will do.
    /// - Throws: ``SQLError`` if another thread loads for too long, and what `load` throws.
    private func loadAlone(_ load: (Edition?) throws -> Edition?) throws -> Catalog {
        let isFree: Void? = state.wait(atMost: waitLimit) { state in
            guard !state.isLoading else { return nil }
            state.isLoading = true
            return ()
        }
        guard isFree != nil else {
            throw SQLError(
                .busy, code: 0, "loading all providers took longer than \(waitLimit)")
        }
        var edition: Edition?
        defer {
            state.update { state in
                state.isLoading = false
                if let edition { state.edition = edition }
            }
        }
        let current = state.withLock { $0.edition }
        if let new = try load(current) {
            edition = new
            return new.catalog
        }
        guard let current else { preconditionFailure("nothing was loaded, and nothing was there") }
        return current.catalog
    }
}
