// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Storage

@Suite struct SchemaTests {
    @Test func `the statements are those that the reference's db sync leaves`() throws {
        let expected = try fixture("schema-db-sync.sql")
        #expect(DatabaseSchema.statements.map { $0 + ";\n" }.joined() == expected)
    }

    @Test func `the newest revision is the last of the list`() {
        #expect(DatabaseSchema.revisions.last == DatabaseSchema.head)
    }
}

/// The text of a file beside these tests.
func fixture(_ name: String) throws -> String {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    return try String(
        contentsOf: folder.appendingPathComponent("Fixtures/\(name)"), encoding: .utf8)
}
