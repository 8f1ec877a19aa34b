// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import Testing

/// The lines of a file beside these tests, each an array that Python wrote.
func fixture(_ name: String) throws -> [[Value]] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let text = try String(
        contentsOf: folder.appendingPathComponent("Fixtures/\(name)"), encoding: .utf8)
    let rows = try text.split(separator: "\n").map { line in
        try #require(try Value(parsing: Array(line.utf8)).array)
    }
    try #require(rows.count > 100)
    return rows
}

/// The bytes that a fixture spells as Latin-1 characters.
func bytes(_ latin: String) throws -> [UInt8] {
    try latin.unicodeScalars.map { try #require(UInt8(exactly: $0.value)) }
}

/// The text of a value, as an answer would have it.
func encoded(_ value: Value) -> String {
    String(decoding: value.encoded, as: UTF8.self)
}
