// SPDX-License-Identifier: Apache-2.0

import OpenStack
import POSIX
import SQLite
import Storage

/// Prints the revision of the tables, or `None` where there is none.
let databaseVersion = Command(
    "db version", "Show the revision of the database's tables.",
    details: "None stands for a database without a revision, or none at all.",
    statuses: [ExitStatus(0, "shown")]
) { call in
    let path = try call.databaseSettings(.readOnly).path
    // The reference makes the file at this point; a question should leave no traces.
    if !File.exists(path), File.exists(folder(of: path)) {
        call.print("None")
        return 0
    }
    let version = try call.database(.readOnly).read { try DatabaseSchema.version(on: $0) }
    call.print(version ?? "None")
    return 0
}
