// SPDX-License-Identifier: Apache-2.0

import ConfiguredDatabase
import JSON
import OpenStack
import POSIX
import Placement
import SQLite
import Storage

/// Finds allocations that no live consumer owns, and removes them if asked to.
let allocationsAudit = Command(
    "allocations audit", "Find, and remove, allocations that no live consumer owns.",
    options: [
        .value("--live-consumers", "FILE", "who is alive, one UUID a line"),
        .value(
            "--type", "TYPE",
            "look only at consumers of this type, such as INSTANCE; those without one are unknown"),
        .value(
            "--grace", "MINUTES",
            "leave consumers alone that changed later than this before FILE was written, for they "
                + "may be too young to be in it (60)"),
        .flag("--delete", "remove what is found; needs --live-consumers"), .format,
    ],
    details: """
        FILE names all consumers that are alive; lines that begin with # do not count. Whoever else
        holds resources belongs into it, too: besides instances (openstack server list
        --all-projects --limit -1 -f value -c ID) there are migrations, reservations and ports.
        Without FILE, allocations are found whose consumer has no row.

        Without --delete nothing is changed. With it, a consumer found dead loses its allocations
        as with an empty PUT /allocations/UUID, unless somebody claims for it meanwhile.
        """,
    statuses: [
        ExitStatus(0, "nothing is left that no live consumer owns"),
        ExitStatus(ExitStatus.found, "something is"),
    ],
    example: "--live-consumers live.txt --type INSTANCE"
) { call in
    let options = call.arguments.options
    let format = call.format
    let grace = try options.number("--grace", default: 60, in: 0...1_000_000)
    let deletes = options["--delete"] != nil
    guard !deletes || options["--live-consumers"] != nil else {
        throw UsageError("--delete needs --live-consumers")
    }
    var live: LiveConsumers?
    var moment = call.now
    if let path = options["--live-consumers"] {
        let list = try liveConsumers(path)
        guard !list.consumers.isEmpty else { throw CommandFailure("\(path) names no consumer") }
        live = list.consumers
        moment = min(list.modified, moment)
    }
    let audit = AllocationAudit(
        live: live, type: options["--type"], before: moment.advanced(bySeconds: -grace * 60))
    var run = AuditRun(
        call, try call.database(deletes ? .readWrite : .readOnly), audit, format, deletes: deletes)
    try run.run()
    return run.isAnythingLeft ? ExitStatus.found : 0
}

/// The largest list that is read: some millions of consumers.
private let listLimitBytes = 256 << 20

private func liveConsumers(
    _ path: String
) throws -> (consumers: LiveConsumers, modified: Timestamp) {
    do {
        let modified = try File.status(of: path).modified
        let consumers = try LiveConsumers(
            try File.contents(of: path, limitBytes: listLimitBytes))
        return (consumers, Timestamp(modified))
    } catch let error as LiveConsumers.InvalidLine {
        throw CommandFailure("\(path), line \(error.number): \"\(error.text)\" is no UUID")
    } catch {
        throw CommandFailure("\(path): \(error)")
    }
}

/// Goes through all consumers, some at a time, so that any number of them fits.
private struct AuditRun {
    private let call: Invocation
    private let database: Database
    private let audit: AllocationAudit
    private let format: OutputFormat
    private let deletes: Bool
    private var looked = 0
    private var young = 0
    private var found = 0
    private var removed = 0
    private var changed = 0
    private var held: [String: Int] = [:]

    /// Whether something that no live consumer owns is there still.
    ///
    /// A consumer that somebody claimed for meanwhile is alive.
    var isAnythingLeft: Bool { found > removed + changed }

    init(
        _ call: Invocation, _ database: Database, _ audit: AllocationAudit,
        _ format: OutputFormat, deletes: Bool
    ) {
        self.call = call
        self.database = database
        self.audit = audit
        self.format = format
        self.deletes = deletes
    }

    /// How many consumers one read transaction looks at, and one write transaction removes.
    private static let consumersAtOnce = 200

    mutating func run() throws {
        let progress = try Progress(isStreaming: true)
        defer { progress.end() }
        if format == .json { call.print("{\"consumers\": [") }
        var last = ""
        while true {
            let now = call.now
            let page = try database.read { connection in
                try Store(connection, now: now).holdingConsumers(
                    after: last, limit: AuditRun.consumersAtOnce)
            }
            looked += page.count
            progress.begin("\(looked) consumers looked at, \(found) dead")
            var dead: [AuditedConsumer] = []
            for consumer in page {
                switch audit.verdict(consumer) {
                case .alive, .ignored: break
                case .young: young += 1
                case .dead: dead.append(consumer)
                }
            }
            try settle(dead, now)
            guard page.count == AuditRun.consumersAtOnce, let newest = page.last else { break }
            last = newest.uuid
        }
        progress.end()
        finish()
    }

    /// Prints dead consumers, and removes them if that is wanted.
    private mutating func settle(_ dead: [AuditedConsumer], _ now: Timestamp) throws {
        guard !dead.isEmpty else { return }
        let resources = try database.read { connection in
            try Store(connection, now: now).resources(ofConsumers: dead.map(\.uuid))
        }
        var releases: [Release?] = dead.map { _ in nil }
        if deletes {
            releases = try database.write { connection in
                let store = Store(connection, now: now)
                return try dead.map(store.release)
            }
        }
        for (consumer, release) in zip(dead, releases) {
            let resources = resources[consumer.uuid] ?? []
            print(consumer, resources, release)
            found += 1
            switch release {
            case .released, .gone: removed += 1
            case .changed: changed += 1
            case nil: break
            }
            for resource in resources {
                held[resource.resourceClass, default: 0] &+= resource.amount
            }
        }
    }

    // MARK: Printing

    private func print(
        _ consumer: AuditedConsumer, _ resources: [ResourceAmount], _ release: Release?
    ) {
        switch format {
        case .text:
            if found == 0 {
                call.print(
                    AuditRun.columns(["Consumer", "Type", "Project", "Last change", "Holds"]))
            }
            let words = [
                consumer.uuid, consumer.type ?? Consumer.unknownType, consumer.projectID ?? "",
                consumer.lastModified.map { String($0.text.prefix(19)) } ?? "", resources.text,
            ]
            call.print(
                AuditRun.columns(words) + (release == .changed ? "  changed meanwhile, kept" : ""))
        case .json:
            var json = Writer()
            json.object { json in
                json.members(of: consumer, holding: resources)
                if let release { json.member("removed", release != .changed) }
            }
            call.print((found == 0 ? "" : ", ") + String(decoding: json.bytes, as: UTF8.self))
        }
    }

    /// A line of a table whose rows are not known before they are printed.
    private static func columns(_ words: [String]) -> String {
        zip(words, [36, 10, 36, 19, 0]).map { word, width in
            word + String(repeating: " ", count: max(width - word.count, 0))
        }.joined(separator: "  ")
    }

    private func finish() {
        let resources = held.sorted { $0.key < $1.key }.map { ResourceAmount($0.key, $0.value) }
        switch format {
        case .text:
            var line = "\(looked) consumers looked at, \(found) dead"
            if !resources.isEmpty { line += " with \(resources.text)" }
            if young > 0 { line += ", \(young) left alone because they changed lately" }
            if deletes { line += "; \(removed) removed, \(changed) kept" }
            call.print(line)
            if found > 0 && !deletes { call.print("nothing was removed: see --delete") }
        case .json:
            var json = Writer()
            json.object { json in
                json.member("looked_at", looked)
                json.member("dead", found)
                json.member("young", young)
                json.member("removed", removed)
                json.member("changed", changed)
                json.object("resources") { json in
                    for resource in resources {
                        json.member(resource.resourceClass, resource.amount)
                    }
                }
            }
            call.print("], \"summary\": \(String(decoding: json.bytes, as: UTF8.self))}")
        }
    }
}
