// SPDX-License-Identifier: Apache-2.0

/// One value of a YAML document, with the place where it stands.
package struct Node: Equatable, Sendable {
    package let content: Content
    /// The line on which the value begins, counted from 1.
    package let line: Int
    /// What the document calls the type of this value, `nil` where it leaves that to its look.
    package let tag: String?

    /// The value itself.
    package indirect enum Content: Equatable, Sendable {
        case null
        case bool(Bool)
        /// A number as written, such as `0x1F` or `1_000.5`.
        case number(String)
        case string(String)
        case sequence([Node])
        case mapping([Entry])
    }

    /// A key of a mapping with its value, in the order of the document.
    package struct Entry: Equatable, Sendable {
        package let key: Node
        package let value: Node

        package init(key: Node, value: Node) {
            self.key = key
            self.value = value
        }
    }

    package init(_ content: Content, line: Int, tag: String? = nil) {
        self.content = content
        self.line = line
        self.tag = tag
    }

    /// The text of a string, `nil` for any other value.
    package var string: String? {
        if case .string(let text) = content { text } else { nil }
    }
}

/// Why a text is no YAML document that this program takes.
package struct YAMLError: Error, Equatable, CustomStringConvertible {
    /// The line counted from 1.
    package let line: Int
    package let problem: String

    package var description: String { "line \(line): \(problem)" }
}

/// How large a document may be.
package struct Limits: Sendable {
    package var bytes = 4 << 20
    /// How deep sequences and mappings may stand in each other.
    package var depth = 64
    /// How many values there may be, those that aliases repeat counted each time.
    package var nodes = 200_000

    package init() {}
}
