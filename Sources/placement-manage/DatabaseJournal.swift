// SPDX-License-Identifier: Apache-2.0

import JSON
import OpenStack
import SQLite
import Storage

/// Puts the change journal into the database, as the service does when it starts.
let databaseJournalInstall = Command(
    "db journal install", "Put the change journal into the database.",
    details: """
        The journal is a table and triggers by which each process of the service learns which
        providers changed. The service installs it when it starts, unless [catalog] keep_journal is
        false. Running services take it up at once.
        """,
    statuses: [ExitStatus(0, "it is there")]
) { call in
    try call.database(.readWrite).write { connection in
        guard try DatabaseSchema.isPresent(on: connection) else { throw missingTables }
        try CatalogJournal.install(on: connection)
    }
    return 0
}

/// Takes the change journal out of the database.
let databaseJournalRemove = Command(
    "db journal remove", "Take the change journal out of the database.",
    details: """
        The tables are then exactly those of the Python service. Running services notice, and load
        all providers anew after each change. Set [catalog] keep_journal to false, or the service
        puts it back when it starts.
        """,
    statuses: [ExitStatus(0, "it is gone")]
) { call in
    try call.database(.readWrite).write { try CatalogJournal.remove(on: $0) }
    if call.configuration[CatalogOptions.keepsJournal] {
        call.print("[catalog] keep_journal is true: the service puts it back when it starts")
    }
    return 0
}

/// Says whether the change journal is in the database.
let databaseJournalStatus = Command(
    "db journal status", "Say whether the change journal is in the database.",
    options: [.format],
    statuses: [
        ExitStatus(0, "the journal is there and whole"),
        ExitStatus(ExitStatus.found, "it is not"),
    ],
    example: "--format json"
) { call in
    let state = try call.database(.readOnly).read { connection in
        guard try DatabaseSchema.isPresent(on: connection) else { throw missingTables }
        return try CatalogJournal.state(on: connection)
    }
    switch call.format {
    case .text: call.print(state.text)
    case .json: call.print(state.json)
    }
    if case .installed = state { return 0 }
    return ExitStatus.found
}

private let missingTables = CommandFailure("the database has no tables: run db sync first")

extension CatalogJournal.State {
    /// How scripts call the state.
    var word: String {
        switch self {
        case .absent: "absent"
        case .incomplete: "incomplete"
        case .installed: "installed"
        }
    }

    fileprivate var text: String {
        switch self {
        case .absent: "absent"
        case .incomplete(let missing): "incomplete, without \(missing.joined(separator: ", "))"
        case .installed(let entries, let sequence):
            "installed, \(entries) entries, the newest is number \(sequence)"
        }
    }

    fileprivate var json: String {
        var json = Writer()
        json.object { json in
            json.member("state", word)
            switch self {
            case .absent: break
            case .incomplete(let missing):
                json.array("missing") { json in for name in missing { json.value(name) } }
            case .installed(let entries, let sequence):
                json.member("entries", entries)
                json.member("sequence", sequence)
            }
        }
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
