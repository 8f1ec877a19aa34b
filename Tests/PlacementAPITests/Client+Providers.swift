// SPDX-License-Identifier: Apache-2.0

import JSON
import SQL
import SQLite
import Testing

@testable import PlacementAPI

extension Client {
    /// Makes a provider; returns its path.
    func provider(_ name: String, parent: String? = nil) throws -> String {
        let parent = parent.map { #", "parent_provider_uuid": "\#($0.lastPathPart)""# } ?? ""
        let answer = try send("POST", "/resource_providers", #"{"name": "\#(name)"\#(parent)}"#)
        let uuid = try #require(answer.json["uuid"]?.string, "\(answer.text)")
        return "/resource_providers/\(uuid)"
    }

    /// Gives a provider inventories, JSON such as `"VCPU": {"total": 8}`.
    func setInventories(_ provider: String, _ inventories: String) throws {
        let generation = try send("GET", provider).json["generation"]?.integer ?? 0
        let answer = try send(
            "PUT", "\(provider)/inventories",
            #"{"resource_provider_generation": \#(generation), "inventories": {\#(inventories)}}"#)
        try #require(answer.status == 200, "\(answer.text)")
    }

    /// Puts allocations into the ledger, past the API.
    func allocate(_ provider: String, _ resourceClass: String, _ amount: Int) throws {
        let uuid = provider.lastPathPart
        _ = try database.write { connection in
            try connection.run(
                """
                INSERT INTO allocations
                    (resource_provider_id, consumer_id, resource_class_id, used)
                SELECT rp.id, ?, rc.id, ? FROM resource_providers rp, resource_classes rc
                WHERE rp.uuid = ? AND rc.name = ?
                """,
                [
                    .text("11111111-2222-4333-8444-555555555555"), .integer(amount), .text(uuid),
                    .text(resourceClass),
                ])
        }
    }
}

extension String {
    /// What stands behind the last slash.
    var lastPathPart: String { String(split(separator: "/").last ?? "") }
}
