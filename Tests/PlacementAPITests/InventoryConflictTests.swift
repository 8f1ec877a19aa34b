// SPDX-License-Identifier: Apache-2.0

import SQL
import Testing

@testable import PlacementAPI

/// A database in which somebody else is always faster to count a change of a provider.
///
/// SQLite lets only one write at a time, so there the conflict cannot come about within a write.
private struct ContestedDatabase: SQL.Database {
    let base: any SQL.Database

    func read<Result>(_ work: (any SQL.Connection) throws -> Result) throws -> Result {
        try base.read(work)
    }

    func write<Result: Sendable>(
        _ size: WriteSize, _ work: @escaping @Sendable (any SQL.Connection) throws -> Result
    ) throws -> Result {
        try base.write(size) { try work(ContestedConnection($0)) }
    }
}

private final class ContestedConnection: SQL.Connection {
    private let base: any SQL.Connection

    init(_ base: any SQL.Connection) { self.base = base }

    func rows<Element>(
        _ sql: String, _ arguments: [Value], as transform: (any Row) throws -> Element
    ) throws -> [Element] {
        try base.rows(sql, arguments, as: transform)
    }

    func run(_ sql: String, _ arguments: [Value]) throws -> Int {
        if sql.hasPrefix("UPDATE resource_providers SET generation") { return 0 }
        return try base.run(sql, arguments)
    }

    func insert(_ sql: String, _ arguments: [Value]) throws -> Int {
        try base.insert(sql, arguments)
    }

    func stateMark() throws -> StateMark { try base.stateMark() }
}

@Suite struct InventoryConflictTests {
    private static let retry =
        "Another thread concurrently updated the resource provider data. Please retry your update"

    @Test(arguments: [
        ("POST", "", #"{"resource_class": "DISK_GB", "total": 1}"#, "Update conflict: \(retry)"),
        (
            "PUT", "/VCPU", #"{"resource_provider_generation": 1, "total": 1}"#,
            "update conflict: \(retry)"
        ),
        (
            "PUT", "",
            #"{"resource_provider_generation": 1, "inventories": {"VCPU": {"total": 1}}}"#,
            "update conflict: \(retry)"
        ),
        (
            "DELETE", "", nil,
            "because the inventory was updated by another process. Please retry your request."
        ),
        (
            "DELETE", "/VCPU", nil, "Unable to delete inventory of class VCPU: \(retry)"
        ),
    ])
    func `a change that another process overtakes is a conflict`(
        method: String, path: String, body: String?, text: String
    ) throws {
        let quiet = try Client()
        let provider = try quiet.provider("a")
        try quiet.setInventories(provider, #""VCPU": {"total": 8}"#)
        let client = try Client(over: ContestedDatabase(base: quiet.database))
        let answer = try client.send(method, "\(provider)/inventories\(path)", body)
        #expect(answer.status == 409)
        #expect(answer.code == "placement.concurrent_update")
        #expect(answer.detail.contains(text), "\(answer.detail)")
        // Nothing of it is kept.
        #expect(
            try quiet.send("GET", "\(provider)/inventories").text.contains(
                #""inventories": {"VCPU": {"total": 8,"#))
    }
}
