// SPDX-License-Identifier: Apache-2.0

extension TextTable {
    /// Breaks a text into lines exactly as Python does: at blanks, behind hyphens within words, and
    /// anywhere in a word that fits in no line.
    ///
    /// Source: Python's `textwrap.wrap` with its defaults and a `subsequent_indent`.
    package static func wrappedAsInPython(
        _ text: String, width: Int, indent: String = "  "
    ) -> String {
        var lines: [String] = []
        var rest = text.split(separator: " ").flatMap { [" "] + chunks(of: $0) }[...].dropFirst()
        while !rest.isEmpty {
            var line = ""
            let indent = lines.isEmpty ? "" : indent
            let width = width - indent.count
            if rest.first == " ", !lines.isEmpty { rest.removeFirst() }
            while let chunk = rest.first, line.count + chunk.count <= width {
                line += chunk
                rest.removeFirst()
            }
            // What fits in no line fills up this one.
            if let chunk = rest.first, chunk.count > width {
                let end = breakingPoint(of: chunk, room: width - line.count)
                line += chunk.prefix(end)
                rest[rest.startIndex] = String(chunk.dropFirst(end))
            }
            if line.last == " " { line.removeLast() }
            if !line.isEmpty { lines.append(indent + line) }
        }
        return lines.joined(separator: "\n")
    }

    /// How much of a chunk goes into the room of a line: up to the last hyphen in it, else all.
    private static func breakingPoint(of chunk: String, room: Int) -> Int {
        let letters = Array(chunk.prefix(max(1, room)))
        guard let hyphen = letters.lastIndex(of: "-"), hyphen > 0,
            letters[..<hyphen].contains(where: { $0 != "-" })
        else { return letters.count }
        return hyphen + 1
    }

    /// The parts of a word between which a line may end: behind a hyphen between two letters each.
    private static func chunks(of word: Substring) -> [String] {
        let letters = Array(word)
        var chunks: [String] = []
        var start = 0
        for index in letters.indices where letters[index] == "-" {
            guard index >= start + 2, index + 2 < letters.count,
                letters[index - 2...index - 1].allSatisfy(isLetter),
                letters[index + 1...index + 2].allSatisfy(isLetter)
            else { continue }
            chunks.append(String(letters[start...index]))
            start = index + 1
        }
        return chunks + [String(letters[start...])]
    }

    private static func isLetter(_ letter: Character) -> Bool {
        letter.isLetter || letter == "_"
    }
}
