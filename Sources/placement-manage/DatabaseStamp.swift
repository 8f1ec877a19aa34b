// SPDX-License-Identifier: Apache-2.0

import OpenStack
import SQLite
import Storage

/// Writes a revision into the database without changing its tables.
///
/// `head` is the newest revision, `base` none; the beginning of one is enough if no other begins
/// like it.
let databaseStamp = Command(
    "db stamp", arguments: "REV", "Set the revision of the database without changing its tables.",
    details: """
        REV is a revision or the beginning of one, head for the newest, base for none.

        Exit status: 0 set, 1 there is no such revision or it failed, 2 wrong call.
        """
) { call in
    let words = try call.parsed(words: 1...1).words
    let revision: String?
    switch words[0] {
    case "head", "heads": revision = DatabaseSchema.head
    case "base": revision = nil
    case let word:
        let matches = DatabaseSchema.revisions.filter { !word.isEmpty && $0.hasPrefix(word) }
        guard matches.count == 1 else { throw StampError(revision: word) }
        revision = matches[0]
    }
    try call.database(.create).write { try DatabaseSchema.stamp(revision, on: $0) }
    return 0
}

private struct StampError: Error, CustomStringConvertible {
    let revision: String

    var description: String {
        "Can't locate revision identified by '\(revision)'"
    }
}
