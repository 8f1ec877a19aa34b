// SPDX-License-Identifier: Apache-2.0

import OpenStack
import Placement
import SQLite
import Storage

/// Draws trees of providers.
let providerTree = Command(
    "provider tree", "Draw providers with what they have and how much of it is used.",
    operands: [
        CommandOperand(
            "UUID", "a provider of the tree that is drawn; else all are", isRequired: false)
    ],
    options: [
        .choice(
            "--format", ["text", "dot", "json"],
            "text for people, which is the default, dot for Graphviz, or JSON")
    ],
    details: "Each tree is drawn as it is at one moment.",
    statuses: [ExitStatus(0, "drawn"), ExitStatus(1, "there is no such provider, or it failed")],
    example: "4e8e5957-649f-477b-9e5b-f1f75b21c03c --format dot | dot -Tsvg > tree.svg"
) { call in
    var drawing: any TreeDrawing
    switch call.arguments.options["--format"] {
    case "dot": drawing = DOTDrawing()
    case "json": drawing = JSONDrawing()
    default: drawing = TextDrawing()
    }
    let database = try call.database(.readOnly)
    var roots: [Int]?
    if let uuid = call.arguments.words.first {
        let root = try database.read { connection in
            try Store(connection, now: call.now).rootRow(
                ofProvider: UUIDText.normalized(uuid) ?? uuid)
        }
        guard let root else { throw CommandFailure(noProvider(uuid)) }
        roots = [root]
    }
    let progress = try Progress(isStreaming: true)
    defer { progress.end() }
    for line in drawing.beginning { call.print(line) }
    try draw(roots, database, call, progress, &drawing)
    for line in drawing.end { call.print(line) }
    return 0
}

/// How many trees one read transaction fetches; those of a whole cloud need not fit in memory.
private let treesAtOnce = 50

private func draw(
    _ chosen: [Int]?, _ database: Database, _ call: Invocation, _ progress: Progress,
    _ drawing: inout any TreeDrawing
) throws {
    var last = Int.min
    var count = 0
    while true {
        let (roots, pictures) = try database.read { connection in
            let store = Store(connection, now: call.now)
            let roots = try chosen ?? store.rootRows(after: last, limit: treesAtOnce)
            return (roots, try store.pictures(ofTrees: roots))
        }
        let outline = ProviderOutline(pictures)
        for line in drawing.lines(of: outline) { call.print(line) }
        count += roots.count
        progress.begin("\(count) trees drawn")
        guard chosen == nil, roots.count == treesAtOnce, let newest = roots.last else { return }
        last = newest
    }
}

/// A way to draw trees.
protocol TreeDrawing {
    /// What stands before the first tree.
    var beginning: [String] { get }
    /// What stands behind the last one.
    var end: [String] { get }
    /// Draws some trees.
    mutating func lines(of outline: ProviderOutline) -> [String]
}

/// Why nothing is found for a word that should be a provider's UUID.
func noProvider(_ word: String) -> String {
    guard UUIDText.normalized(word) == nil else { return "there is no resource provider \(word)" }
    return "\(word) is no UUID; openstack resource provider list tells those of the providers"
}
