// SPDX-License-Identifier: Apache-2.0

import Placement
import SQL

/// A ``Catalog`` with what is needed to tell whether it is still the newest.
struct CatalogEdition: Sendable {
    var catalog: Catalog
    /// The version of the schema for which the journal was found to be whole, or missing.
    let schemaVersion: Int
    /// Where the journal stood; `nil` without one.
    var position: JournalPosition?
    /// The last entries up to the position, the newest last.
    private(set) var history: [JournalEntry] = []
    /// Without a journal: what each connection said of its database when it saw this state.
    var marks: [StateMark] = []

    /// How many entries are kept, to find the way back to where the journal stood before.
    static let keptEntries = 1024

    init(
        _ catalog: Catalog, schemaVersion: Int, position: JournalPosition? = nil,
        history: [JournalEntry] = [], marks: [StateMark] = []
    ) {
        self.catalog = catalog
        self.schemaVersion = schemaVersion
        self.position = position
        self.history = history
        self.marks = marks
    }

    /// Whether this edition stands at a later entry of the same history.
    func isLater(than other: CatalogEdition) -> Bool {
        guard schemaVersion == other.schemaVersion, let place = other.position,
            let age = age(of: place)
        else { return false }
        return age > 0
    }

    /// How many entries ago the journal stood at a position; `nil` if it is in no kept history.
    private func age(of other: JournalPosition) -> Int? {
        guard let position else { return nil }
        let age = position.sequence &- other.sequence
        guard age >= 0, age < history.count, history[history.count - 1 - age].position == other
        else { return nil }
        return age
    }

    /// The edition at the entry where a transaction sees the journal, by loading only what
    /// changed on the way there; `nil` if that would not do.
    ///
    /// The way may lead back: a backup that was put in place of the database is an earlier state
    /// with the same history, and what was done after it must be forgotten.
    func moved(
        to target: JournalPosition, on connection: any Connection,
        _ statistics: CatalogStatistics
    ) throws -> CatalogEdition? {
        guard let position else { return nil }
        var new = self
        new.position = target
        let passed: [JournalEntry]
        if let age = age(of: target) {
            guard age > 0 else { return self }
            passed = history.suffix(age)
            new.history.removeLast(age)
        } else {
            guard position.sequence < target.sequence else { return nil }
            let entries = try connection.journalEntries(from: position.sequence)
            // The entry where the edition stood is gone if the journal was trimmed or made anew.
            guard entries.first?.position == position, entries.last?.position == target,
                entries.count == target.sequence &- position.sequence &+ 1
            else { return nil }
            passed = Array(entries.dropFirst())
            new.history += passed
            if new.history.count > CatalogEdition.keptEntries {
                new.history.removeFirst(new.history.count - CatalogEdition.keptEntries)
            }
        }
        let subjects = Set(passed.map(\.subject))
        let providers = subjects.filter { $0 > CatalogJournal.Subject.names }
        guard !subjects.contains(CatalogJournal.Subject.everything),
            providers.count <= 64 + catalog.count / 8
        else { return nil }
        new.catalog = try statistics.countRefresh(ofProviders: providers.count) {
            try connection.refresh(
                catalog, providers: providers,
                names: subjects.contains(CatalogJournal.Subject.names),
                aggregates: subjects.contains(CatalogJournal.Subject.aggregates))
        }
        return new
    }
}
