// SPDX-License-Identifier: Apache-2.0

import OpenStack
import Placement

/// Trees as people draw them in letters, with an empty line between them.
struct TextDrawing: TreeDrawing {
    let beginning: [String] = []
    let end: [String] = []
    private var isFirst = true

    mutating func lines(of outline: ProviderOutline) -> [String] {
        var lines: [String] = []
        /// For each depth, whether a line leads down to a further sibling.
        var rails: [Bool] = []
        for line in outline.lines {
            rails.removeLast(max(rails.count - line.depth, 0))
            var above = ""
            if line.depth > 0 {
                above = rails.dropFirst().map { $0 ? "│   " : "    " }.joined()
                lines.append(
                    above + (line.isLastChild ? "└── " : "├── ") + title(line.provider))
                above += line.isLastChild ? "    " : "│   "
            } else {
                if !isFirst { lines.append("") }
                isFirst = false
                lines.append(title(line.provider))
            }
            rails.append(!line.isLastChild)
            let rail = above + (line.hasChildren ? "│     " : "      ")
            lines += facts(of: line.provider, width: 76).map { rail + $0 }
        }
        return lines
    }

    private func title(_ provider: ProviderPicture) -> String {
        "\(provider.name ?? "(no name)")  \(provider.uuid)  generation \(provider.generation)"
    }
}

/// What a provider has, in lines.
func facts(of provider: ProviderPicture, width: Int) -> [String] {
    var lines = provider.stock.map { stock in
        "\(stock.resourceClass) \(stock.used) of \(stock.inventory.capacity)\(origin(stock))"
    }
    for (name, words) in [("traits", provider.traits), ("aggregates", provider.aggregates)]
    where !words.isEmpty {
        let text = "\(name): " + words.joined(separator: ", ")
        lines += TextTable.wrapped(text, width: width).split(separator: "\n").map(String.init)
    }
    return lines
}

/// How the capacity comes about, where it is not just the total.
private func origin(_ stock: ProviderPicture.Stock) -> String {
    let inventory = stock.inventory
    var text = "\(inventory.total)"
    if inventory.reserved != 0 { text = "(\(text) - \(inventory.reserved))" }
    if inventory.allocationRatio != 1 { text += " × \(inventory.allocationRatio)" }
    guard text != "\(inventory.total)" else { return "" }
    return text.hasPrefix("(") && text.hasSuffix(")") ? " \(text)" : " (\(text))"
}
