// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A Swift file of this checkout, read once.
struct SourceFile: CustomTestStringConvertible, Sendable {
    /// The path from the top of the checkout.
    let path: String
    let lines: [String]

    var testDescription: String { path }

    /// The folder under `Sources/`, which has the target's name.
    var target: String {
        path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
    }

    /// The modules that the file imports, in whatever way.
    var imports: Set<String> {
        Set(
            lines.compactMap { line in
                let words = line.split(separator: " ")
                guard let keyword = words.firstIndex(of: "import"), keyword <= 2,
                    words[..<keyword].allSatisfy({ $0.hasPrefix("@") || access.contains($0) }),
                    keyword + 1 < words.count
                else { return nil }
                return String(words[keyword + 1])
            })
    }

    /// All Swift files below `folder` of the checkout, sorted by path.
    static func all(below folder: String) throws -> [SourceFile] {
        let top = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let paths = try FileManager.default.subpathsOfDirectory(
            atPath: top.appendingPathComponent(folder).path)
        return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
            let text = try String(
                contentsOf: top.appendingPathComponent(folder).appendingPathComponent(path),
                encoding: .utf8)
            return SourceFile(
                path: "\(folder)/\(path)", lines: text.components(separatedBy: "\n"))
        }
    }
}

private let access: Set<Substring> = ["package", "internal", "private", "fileprivate", "public"]
