// SPDX-License-Identifier: Apache-2.0

/// A table in letters, as the commands of OpenStack draw it.
///
/// Source: Python's prettytable, with its default style.
package struct TextTable {
    /// Where the text of a cell stands.
    package enum Alignment: Sendable {
        case left, center
    }

    private let header: [String]
    private var rows: [[String]] = []
    private let alignment: Alignment
    private let hasLineBelowEachRow: Bool

    package init(
        _ header: [String], alignment: Alignment = .center, hasLineBelowEachRow: Bool = false
    ) {
        self.header = header
        self.alignment = alignment
        self.hasLineBelowEachRow = hasLineBelowEachRow
    }

    /// Adds a row, with a cell for each column; a cell may have several lines.
    package mutating func add(_ cells: [String]) {
        precondition(cells.count == header.count, "a cell for each column")
        rows.append(cells)
    }

    /// The lines of the table.
    package var lines: [String] {
        let all = ([header] + rows).map { $0.map(TextTable.lines) }
        let widths = header.indices.map { column in
            all.map { row in row[column].map(\.count).max() ?? 0 }.max() ?? 0
        }
        let rule =
            "+" + widths.map { String(repeating: "-", count: $0 + 2) + "+" }.joined()
        var result = [rule]
        for (number, row) in all.enumerated() {
            for line in 0..<(row.map(\.count).max() ?? 1) {
                let cells = zip(row, widths).map { cell, width in
                    aligned(line < cell.count ? cell[line] : "", width)
                }
                result.append("| " + cells.joined(separator: " | ") + " |")
            }
            if number == 0 || hasLineBelowEachRow { result.append(rule) }
        }
        if !hasLineBelowEachRow { result.append(rule) }
        return result
    }

    private static func lines(_ cell: String) -> [Substring] {
        cell.split(separator: "\n", omittingEmptySubsequences: false)
    }

    private func aligned(_ text: Substring, _ width: Int) -> String {
        let excess = width - text.count
        // An odd blank stands right of an odd text and left of an even one.
        let left =
            switch alignment {
            case .left: 0
            case .center: text.count % 2 == 1 ? excess / 2 : (excess + 1) / 2
            }
        return String(repeating: " ", count: left) + text
            + String(repeating: " ", count: excess - left)
    }

    /// Breaks a text into lines at blanks, the second and further ones indented.
    ///
    /// Source: Python's `textwrap.wrap` with a `subsequent_indent`, which counts to the width.
    package static func wrapped(_ text: String, width: Int, indent: String = "  ") -> String {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if line.isEmpty {
                line = String(word)
            } else if line.count + 1 + word.count <= width {
                line += " " + word
            } else {
                lines.append(line)
                line = indent + word
            }
        }
        return (lines + [line]).joined(separator: "\n")
    }
}
