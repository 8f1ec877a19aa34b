// SPDX-License-Identifier: Apache-2.0

import OpenStack
import Placement
import SQLite
import Storage

/// Draws trees of providers.
let providerTree = Command(
    "provider tree", arguments: "[UUID] [--format text|dot|json]",
    "Draw providers with what they have and how much of it is used.",
    details: """
        The tree that the provider UUID is in, or all trees. Each is drawn as it is at one moment.
        dot is for Graphviz: placement-manage provider tree UUID --format dot | dot -Tsvg

        Exit status: 0 drawn, 1 there is no such provider or it failed, 2 wrong call.
        """
) { call in
    let (options, words) = try call.parsed(options: ["--format"], words: 0...1)
    var drawing: any TreeDrawing
    switch options["--format"] {
    case nil, "text": drawing = TextDrawing()
    case "dot": drawing = DOTDrawing()
    case "json": drawing = JSONDrawing()
    default: throw UsageError("--format must be text, dot or json")
    }
    let database = try call.database(.readOnly)
    var roots: [Int]?
    if let uuid = words.first {
        let root = try database.read { connection in
            try Store(connection, now: call.now).rootRow(
                ofProvider: UUIDText.normalized(uuid) ?? uuid)
        }
        guard let root else { throw CommandFailure("there is no resource provider \(uuid)") }
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
