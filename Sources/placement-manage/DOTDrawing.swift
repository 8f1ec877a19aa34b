// SPDX-License-Identifier: Apache-2.0

import Placement

/// Trees as a graph in the language of Graphviz.
///
/// Source: https://graphviz.org/doc/info/lang.html
struct DOTDrawing: TreeDrawing {
    let beginning = [
        "digraph providers {", "    rankdir=LR;", "    node [shape=box, fontname=\"monospace\"];",
    ]
    let end = ["}"]

    func lines(of outline: ProviderOutline) -> [String] {
        var lines: [String] = []
        var ancestors: [String] = []
        for line in outline.lines {
            ancestors.removeLast(max(ancestors.count - line.depth, 0))
            let node = quoted(line.provider.uuid)
            // \l ends a line and sets it at the left.
            let label =
                ([line.provider.name ?? "(no name)", line.provider.uuid]
                + facts(of: line.provider, width: 60))
                .map { escaped($0) + "\\l" }.joined()
            lines.append("    \(node) [label=\"\(label)\"];")
            if let parent = ancestors.last { lines.append("    \(parent) -> \(node);") }
            ancestors.append(node)
        }
        return lines
    }

    private func quoted(_ text: String) -> String { "\"\(escaped(text))\"" }

    private func escaped(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "\"", "\\": result += "\\\(character)"
            case "\n", "\r": result += " "
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
