// SPDX-License-Identifier: Apache-2.0

import JSON
import OpenStack
import Placement
import SQLite
import Storage

/// Removes rows that nothing uses any more.
let databasePurge = Command(
    "db purge", "Remove consumers, projects, users and aggregates that nothing uses.",
    options: [
        .flag("--dry-run", "count only"),
        .value("--older-than", "DAYS", "leave rows alone that are younger (1)"), .format,
    ],
    details: """
        Consumers that hold nothing, projects and users without consumers, and aggregates without
        providers. Each comes back with the first request that names it. Types of consumers stay.
        Rows made or changed lately stay as well: a client may be about to use them. Should the
        Python service work on the same database, stop it first: it may have looked a row up
        already that it is going to name.
        """,
    statuses: [ExitStatus(0, "done, also where there was nothing to do")],
    example: "--dry-run --older-than 30"
) { call in
    let options = call.arguments.options
    let days = try options.number("--older-than", default: 1, in: 0...36_500)
    let moment = call.now.advanced(bySeconds: -days * 86_400)
    let isDry = options["--dry-run"] != nil
    let counts = try purge(
        try call.database(isDry ? .readOnly : .readWrite), before: moment, isDry: isDry, call)
    switch call.format {
    case .text:
        var table = TextTable(["Rows", isDry ? "Unused" : "Removed"], alignment: .left)
        for (kind, count) in counts { table.add([kind.rawValue, "\(count)"]) }
        for line in table.lines { call.print(line) }
    case .json:
        var json = Writer()
        json.object { json in
            json.member("dry_run", isDry)
            for (kind, count) in counts { json.member(kind.rawValue, count) }
        }
        call.print(String(decoding: json.bytes, as: UTF8.self))
    }
    return 0
}

/// How many rows one transaction removes: others wait for it.
private let batchSize = 1000

private func purge(
    _ database: Database, before moment: Timestamp, isDry: Bool, _ call: Invocation
) throws -> [(kind: Leftover, count: Int)] {
    let progress = try Progress()
    defer { progress.end() }
    var counts: [(kind: Leftover, count: Int)] = []
    for kind in Leftover.allCases {
        progress.begin("looking at \(kind.rawValue)")
        let now = call.now
        var count = 0
        if isDry {
            count = try database.read {
                try Store($0, now: now).leftoverCount(kind, before: moment)
            }
        } else {
            var removed: Int
            repeat {
                removed = try database.write {
                    try Store($0, now: now).removeLeftovers(kind, before: moment, limit: batchSize)
                }
                count += removed
                progress.begin("\(count) \(kind.rawValue) removed")
            } while removed == batchSize
        }
        counts.append((kind, count))
    }
    return counts
}
