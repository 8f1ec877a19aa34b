// SPDX-License-Identifier: Apache-2.0

import OpenStack
import SQLite
import Storage

/// Makes, removes or looks for the change journal.
///
/// `db sync` makes it. Without it everything works, but each change makes each process load all
/// providers anew before the next search. The exit status of `status` is 1 if it is not there.
let databaseJournal = Command(
    "db journal", arguments: "install | remove | status",
    "Make, remove or look for the journal of changes and its triggers."
) { call in
    let word = try call.parsed(words: 1...1).words[0]
    switch word {
    case "install":
        try call.database(.readWrite).write { try CatalogJournal.install(on: $0) }
    case "remove":
        try call.database(.readWrite).write { try CatalogJournal.remove(on: $0) }
    case "status":
        let isInstalled = try call.database(.readWrite).read {
            try CatalogJournal.isInstalled(on: $0)
        }
        call.print(isInstalled ? "installed" : "not installed")
        return isInstalled ? 0 : 1
    default:
        call.print("db journal: \(word) is none of install, remove, status")
        return 2
    }
    return 0
}
