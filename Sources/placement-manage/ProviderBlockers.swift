// SPDX-License-Identifier: Apache-2.0

import JSON
import OpenStack
import Placement
import SQLite
import Storage

/// Says what keeps a provider from being deleted.
let providerBlockers = Command(
    "provider blockers", "Say what keeps a provider from being deleted.",
    operands: [CommandOperand("UUID", "the provider")],
    options: [
        .value("--limit", "N", "name up to N children and N consumers (1000)"), .format,
    ],
    details: """
        Its children, and the consumers that hold something of it. Inventories, traits and
        aggregates keep nothing: they go with it.
        """,
    statuses: [
        ExitStatus(0, "it can be deleted"),
        ExitStatus(1, "there is no such provider, or it failed"),
        ExitStatus(ExitStatus.found, "it cannot be deleted"),
    ],
    example: "4e8e5957-649f-477b-9e5b-f1f75b21c03c"
) { call in
    let limit = try call.arguments.options.number("--limit", default: 1000, in: 1...1_000_000)
    let word = call.arguments.words[0]
    let uuid = UUIDText.normalized(word) ?? word
    let blockers = try call.database(.readOnly).read { connection in
        try Store(connection, now: call.now).blockers(ofProvider: uuid, limit: limit)
    }
    guard let blockers else { throw CommandFailure(noProvider(word)) }
    switch call.format {
    case .text: for line in lines(blockers) { call.print(line) }
    case .json: call.print(json(blockers))
    }
    return blockers.isEmpty ? 0 : ExitStatus.found
}

private func lines(_ blockers: ProviderBlockers) -> [String] {
    guard !blockers.isEmpty else { return ["nothing keeps it from being deleted"] }
    var lines: [String] = []
    if blockers.childCount > 0 {
        var table = TextTable(["Child", "Name"], alignment: .left)
        for child in blockers.children { table.add([child.uuid, child.name ?? ""]) }
        lines += ["children, to be deleted first: \(blockers.childCount)"] + table.lines
    }
    if blockers.holderCount > 0 {
        var table = TextTable(["Consumer", "Type", "Project", "Holds"], alignment: .left)
        for holder in blockers.holders {
            table.add([
                holder.consumer.uuid, holder.consumer.type ?? Consumer.unknownType,
                holder.consumer.projectID ?? "", holder.resources.text,
            ])
        }
        lines += ["consumers, to be moved or deleted: \(blockers.holderCount)"] + table.lines
    }
    if blockers.children.count < blockers.childCount
        || blockers.holders.count < blockers.holderCount
    {
        lines.append("not all are shown: see --limit")
    }
    return lines
}

private func json(_ blockers: ProviderBlockers) -> String {
    var json = Writer()
    json.object { json in
        json.member("child_count", blockers.childCount)
        json.array("children") { json in
            for child in blockers.children {
                json.object { json in
                    json.member("uuid", child.uuid)
                    json.member("name", child.name)
                }
            }
        }
        json.member("consumer_count", blockers.holderCount)
        json.array("consumers") { json in
            for holder in blockers.holders {
                json.object { $0.members(of: holder.consumer, holding: holder.resources) }
            }
        }
    }
    return String(decoding: json.bytes, as: UTF8.self)
}

extension [ResourceAmount] {
    /// As in the API's `resources` parameter: `VCPU:4,MEMORY_MB:8192`.
    var text: String { map { "\($0.resourceClass):\($0.amount)" }.joined(separator: ",") }
}

extension Writer {
    /// Writes what is known of a consumer.
    mutating func members(of consumer: AuditedConsumer, holding resources: [ResourceAmount]) {
        member("uuid", consumer.uuid)
        key("generation")
        if let generation = consumer.generation { value(generation) } else { null() }
        member("type", consumer.type)
        member("project_id", consumer.projectID)
        member("user_id", consumer.userID)
        member("last_modified", consumer.lastModified?.text)
        object("resources") { json in
            for resource in resources { json.member(resource.resourceClass, resource.amount) }
        }
    }
}
