// SPDX-License-Identifier: Apache-2.0

import POSIX
package import Placement
import SQL

/// The newest ``Catalog`` of a database, shared by all threads.
///
/// Each request asks in a transaction of its own. The journal is looked at in that transaction, so
/// the catalog that a request gets is that of the state the transaction sees. Where what is known
/// has fallen behind, the thread that notices loads what changed, without stopping the others;
/// only the loading of all providers is done by one thread at a time.
///
/// All is loaded anew when the schema has another version: a trigger may have been away while
/// something changed, and nothing else tells of that.
///
/// A database without the journal is served as well: everything is loaded anew whenever SQLite
/// says that something changed.
package final class LiveCatalog: Sendable {
    private struct State: Sendable {
        var edition: CatalogEdition?
        var isLoading = false
    }

    private let state = Condition(State())
    private let waitLimit: Duration
    /// What has been loaded and when.
    package let statistics = CatalogStatistics()

    /// Makes an owner that has loaded nothing yet.
    ///
    /// - Parameter waitLimit: How long a request waits while another one loads all providers.
    package init(waitLimit: Duration = .seconds(60)) {
        self.waitLimit = waitLimit
    }

    /// The catalog of the state that a transaction sees.
    ///
    /// - Throws: ``SQLError``.
    package func catalog(in store: Store) throws -> Catalog {
        let connection = store.connection
        // Before the first query, which fixes the state that is seen: so what is known is behind
        // that state, unless an earlier one was put in its place.
        let known = state.withLock { $0.edition }
        let mark = try connection.stateMark()
        let schemaVersion = mark.schemaVersion
        // Triggers may have been away for a while even if they are there again.
        let isSameSchema = known?.schemaVersion == schemaVersion
        let hasJournal =
            isSameSchema
            ? known?.position != nil : try CatalogJournal.isInstalled(on: connection)
        guard hasJournal, let position = try connection.journalPosition() else {
            return try catalogWithoutJournal(connection, known, mark)
        }
        if let known, isSameSchema {
            if known.position == position { return known.catalog }
            if let edition = try known.moved(to: position, on: connection, statistics) {
                publish(edition, inPlaceOf: known)
                return edition.catalog
            }
        }
        return try loadAlone { current in
            // Another thread may have loaded all while this one waited for its turn.
            if let current, current.schemaVersion == schemaVersion,
                let edition = try current.moved(to: position, on: connection, statistics)
            {
                return edition
            }
            return CatalogEdition(
                try statistics.countLoad { try connection.loadCatalog() },
                schemaVersion: schemaVersion, position: position,
                history: try connection.journalEntries(
                    from: position.sequence - CatalogEdition.keptEntries + 1))
        }
    }

    private func catalogWithoutJournal(
        _ connection: any Connection, _ known: CatalogEdition?, _ mark: StateMark
    ) throws -> Catalog {
        if let known, known.position == nil, known.marks.contains(mark) {
            return known.catalog
        }
        return try loadAlone { current in
            var edition = CatalogEdition(
                try statistics.countLoad { try connection.loadCatalog() },
                schemaVersion: mark.schemaVersion, marks: [mark])
            // What connections say cannot be compared. But if they see the same, all they said
            // stands for it, and one change makes each connection load only once.
            if let current, current.position == nil, current.catalog == edition.catalog {
                edition.catalog = current.catalog
                edition.marks += current.marks.filter { $0.connection != mark.connection }
            }
            return edition
        }
    }

    /// Makes an edition the one that all share, unless another thread made a later one meanwhile.
    ///
    /// - Parameters:
    ///   - edition: The new edition.
    ///   - seen: The one that was shared when the new one was begun; that one is not kept, even if
    ///     it is later, for then an earlier state was put in its place.
    private func publish(_ edition: CatalogEdition, inPlaceOf seen: CatalogEdition?) {
        state.withLock { state in
            if let current = state.edition, current.position != seen?.position,
                current.isLater(than: edition)
            {
                return
            }
            state.edition = edition
        }
    }

    /// Loads all providers while no other thread does.
    ///
    /// - Parameter load: Loads; gets the edition that is shared now.
    /// - Returns: What was loaded.
    /// - Throws: ``SQLError`` if another thread loads for too long, and what `load` throws.
    private func loadAlone(_ load: (CatalogEdition?) throws -> CatalogEdition) throws -> Catalog {
        let isFree: Void? = state.wait(atMost: waitLimit) { state in
            guard !state.isLoading else { return nil }
            state.isLoading = true
            return ()
        }
        guard isFree != nil else {
            throw SQLError(
                .busy, code: 0, "loading all providers took longer than \(waitLimit)")
        }
        defer { state.update { $0.isLoading = false } }
        let current = state.withLock { $0.edition }
        let edition = try load(current)
        publish(edition, inPlaceOf: current)
        return edition.catalog
    }
}
