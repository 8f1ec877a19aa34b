// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import Testing

@testable import PlacementAPI

@Suite struct SchemaTests {
    @Test func `each schema is the reference's, keyword for keyword`() throws {
        for row in try lines("schemas.jsonl", atLeast: 40) {
            let (schema, name) = try schema(of: row)
            #expect(schema.value.encoded == row[2].encoded, "\(name)")
        }
    }

    @Test func `documents are accepted and refused as by the reference`() throws {
        for row in try lines("schema-cases.jsonl", atLeast: 400) {
            let (schema, name) = try schema(of: row)
            var text = "ok"
            do {
                try schema.validate(row[2])
            } catch {
                text = error.description
            }
            #expect(text == row[3].string, "\(name)")
            #expect(schema.allows(row[2]) == (text == "ok"), "\(name)")
        }
    }

    @Test func `a version between two changes has the schema of the older one`() {
        let schemas = Schemas.listResourceProviders
        let query: Value = ["in_tree": "4c6a8b0e-2f57-4a5c-9d3e-1b2c3d4e5f60"]
        #expect(!schemas[Microversion(1, 13)].allows(query))
        #expect(schemas[Microversion(1, 14)].allows(query))
        #expect(schemas[Microversion(1, 39)].allows(query))
    }
}

/// The schema that a fixture's line is about, and what to call it.
private func schema(of row: [Value]) throws -> (Schema, String) {
    let operation = try #require(row[0].string)
    let minor = try #require(row[1].integer)
    let schemas = try #require(operations[operation], "\(operation)")
    return (schemas[Microversion(1, minor)], "\(operation) 1.\(minor)")
}

private let operations: [String: VersionedSchema] = [
    "createResourceProvider": Schemas.createResourceProvider,
    "updateResourceProvider": Schemas.updateResourceProvider,
    "listResourceProviders": Schemas.listResourceProviders,
    "createResourceClass": Schemas.createResourceClass,
    "renameResourceClass": Schemas.renameResourceClass,
    "ensureResourceClass": Schemas.ensureResourceClass,
    "createInventory": Schemas.createInventory,
    "updateInventory": Schemas.updateInventory,
    "replaceInventories": Schemas.replaceInventories,
    "replaceAggregates": Schemas.replaceAggregates,
    "customTrait": [.traits: Schemas.customTrait],
    "listTraits": Schemas.listTraits,
    "replaceProviderTraits": Schemas.replaceProviderTraits,
    "listTotalUsages": Schemas.listTotalUsages,
    "replaceConsumerAllocations": Schemas.replaceConsumerAllocations,
    "replaceManyAllocations": Schemas.replaceManyAllocations,
    "reshape": Schemas.reshape,
    "listAllocationCandidates": Schemas.listAllocationCandidates,
]

/// The lines of a file beside these tests, each an array that Python wrote.
private func lines(_ name: String, atLeast count: Int) throws -> [[Value]] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let text = try String(
        contentsOf: folder.appendingPathComponent("Fixtures/\(name)"), encoding: .utf8)
    let rows = try text.split(separator: "\n").map { line in
        try #require(try Value(parsing: Array(line.utf8)).array)
    }
    try #require(rows.count >= count)
    return rows
}
