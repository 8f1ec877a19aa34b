// SPDX-License-Identifier: Apache-2.0

import Testing

/// The arrows of ARCHITECTURE.md: what each target may import.
///
/// Swift's own modules are free.
private let allowedImports: [String: Set<String>] = [
    "JSON": [],
    "Calendar": [],
    "Metrics": [],
    "POSIX": ["CLinux", "Calendar", "Glibc"],
    "YAML": ["CYAML"],
    "HTTPClient": ["CCurl"],
    "SQL": [],
    "SQLite": ["CSQLite", "Metrics", "POSIX", "SQL"],
    "Gateway": ["Calendar"],
    "FastCGI": ["CFCGI", "Gateway", "POSIX"],
    "OpenStack": ["Calendar", "Gateway", "HTTPClient", "JSON", "Metrics", "POSIX", "YAML"],
    "Placement": ["Calendar"],
    "Storage": ["Metrics", "POSIX", "Placement", "SQL"],
    "PlacementAPI": [
        "Gateway", "JSON", "Metrics", "OpenStack", "Placement", "SQL", "Storage",
    ],
    "ConfiguredDatabase": ["OpenStack", "POSIX", "Placement", "SQLite"],
    "placement-api": [
        "ConfiguredDatabase", "FastCGI", "Gateway", "JSON", "Metrics", "OpenStack", "POSIX",
        "Placement", "PlacementAPI", "SQL", "SQLite", "Storage",
    ],
    "placement-manage": [
        "ConfiguredDatabase", "Gateway", "JSON", "OpenStack", "POSIX", "Placement", "PlacementAPI",
        "SQL", "SQLite",
        "Storage",
    ],
    "placement-status": [
        "ConfiguredDatabase", "JSON", "OpenStack", "POSIX", "Placement", "SQL", "SQLite", "Storage",
    ],
]

private let swiftModules: Set<String> = ["Synchronization"]

private let declarations: Set<Substring> = [
    "class", "enum", "extension", "final", "func", "import", "init", "let", "protocol", "static",
    "struct", "typealias", "var",
]

@Suite struct TidyTests {
    @Test(arguments: try SourceFile.all(below: "Sources"))
    func `a target imports only what the architecture allows`(file: SourceFile) throws {
        let allowed = try #require(allowedImports[file.target], "target not in the table")
        #expect(file.imports.subtracting(allowed).subtracting(swiftModules).isEmpty)
    }

    @Test(arguments: try SourceFile.all(below: "Sources"))
    func `a source file has at most 400 lines`(file: SourceFile) {
        #expect(file.lines.count <= 401)
    }

    @Test(arguments: try SourceFile.all(below: "Sources") + SourceFile.all(below: "Tests"))
    func `a file names its licence in the first line`(file: SourceFile) {
        #expect(file.lines.first == "// SPDX-License-Identifier: Apache-2.0")
    }

    @Test(arguments: try SourceFile.all(below: "Sources"))
    func `no file has unfinished or unchecked work in it`(file: SourceFile) {
        let banned = ["TODO", "FIXME", "@unchecked Sendable", "nonisolated(unsafe)", "try!"]
        let found = banned.filter { word in file.lines.contains { $0.contains(word) } }
        #expect(found.isEmpty)
    }

    @Test(arguments: try SourceFile.all(below: "Sources"))
    func `nothing is public, since there is no library product`(file: SourceFile) {
        let found = file.lines.filter { line in
            let words = line.split(separator: " ")
            return words.count > 1 && (words[0] == "public" || words[0] == "open")
                && declarations.contains(words[1])
        }
        #expect(found.isEmpty)
    }

    @Test func `the table of arrows has no cycle`() {
        for target in allowedImports.keys {
            #expect(!reachable(from: target).contains(target), "\(target)")
        }
    }

    private func reachable(from target: String) -> Set<String> {
        var found: Set<String> = []
        var next = allowedImports[target] ?? []
        while let target = next.popFirst() {
            guard found.insert(target).inserted else { continue }
            next.formUnion(allowedImports[target] ?? [])
        }
        return found
    }
}
