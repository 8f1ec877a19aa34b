// SPDX-License-Identifier: Apache-2.0

import OpenStack
import SQLite
import Storage

/// Writes a revision into the database without changing its tables.
///
/// `head` is the newest revision, `base` none; the beginning of one is enough if no other begins
/// like it.
let databaseStamp = Command(
    "db stamp", "Set the revision of the database without changing its tables.",
    operands: [
        CommandOperand(
            "REV", "a revision or the beginning of one, head for the newest, base for none")
    ],
    statuses: [ExitStatus(0, "set")],
    example: "head"
) { call in
    let revision: String?
    switch call.arguments.words[0] {
    case "head", "heads": revision = DatabaseSchema.head
    case "base": revision = nil
    case let word:
        let matches = DatabaseSchema.revisions.filter { !word.isEmpty && $0.hasPrefix(word) }
        guard matches.count == 1 else { throw StampError(revision: word) }
        revision = matches[0]
    }
    try call.database(.create).write { connection in
        // Who knows what tables a newer release has made.
        if let present = try DatabaseSchema.version(on: connection),
            !DatabaseSchema.revisions.contains(present)
        {
            throw SchemaError.unknownRevision(present)
        }
        try DatabaseSchema.stamp(revision, on: connection)
    }
    return 0
}

private struct StampError: Error, CustomStringConvertible {
    let revision: String

    var description: String {
        "Can't locate revision identified by '\(revision)'"
    }
}
