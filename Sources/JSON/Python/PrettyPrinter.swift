// SPDX-License-Identifier: Apache-2.0

/// Lays out a value over several lines as Python's `pprint` does.
///
/// Source: CPython, `Lib/pprint.py`, with `indent=1` and `sort_dicts=False`.
struct PrettyPrinter {
    /// How many code points a line should have at most.
    let width: Int
    /// Spaces in front of each line but the first; they do not count as part of the width.
    let margin: Int
    /// Nothing more is written once the text has so many bytes.
    ///
    /// Lines are indented by the length of the keys around them, so that a text can be very much
    /// larger than the value it shows.
    let limit: Int

    private(set) var text = PythonText()

    /// The text of `value`.
    static func text(of value: Value, width: Int, margin: Int, limit: Int) -> String {
        var printer = PrettyPrinter(width: width, margin: margin, limit: limit)
        printer.write(value, indent: 0, allowance: 0, isOutermost: true)
        return String(decoding: printer.text.bytes, as: UTF8.self)
    }

    private init(width: Int, margin: Int, limit: Int) {
        self.width = width
        self.margin = margin
        self.limit = limit
    }

    private var isFull: Bool { text.bytes.count >= limit }

    private mutating func breakLine(indent: Int) {
        text.append("\n")
        text.appendSpaces(margin + indent)
    }

    /// Writes a value in one line if it fits, else over several.
    ///
    /// - Parameters:
    ///   - value: What to write.
    ///   - indent: The column of the value.
    ///   - allowance: How many code points must follow in its last line.
    ///   - isOutermost: Whether no other value is around it.
    private mutating func write(
        _ value: Value, indent: Int, allowance: Int, isOutermost: Bool = false
    ) {
        var line = PythonText()
        let room = width - indent - allowance
        line.appendRepresentation(of: value, upTo: max(room, 0))
        switch value {
        case .array(let elements) where line.width > room && !elements.isEmpty:
            write(elements, indent: indent + 1, allowance: allowance + 1)
        case .object(let object) where line.width > room && !object.isEmpty:
            write(object, indent: indent + 1, allowance: allowance + 1)
        case .string(let string) where string.utf8.count > limit:
            text.appendRepresentation(of: string, upTo: text.width + limit)
        case .string(let string) where line.width > room && !string.isEmpty:
            write(string, indent: indent, allowance: allowance, isOutermost: isOutermost)
        default:
            text.appendRepresentation(of: value, upTo: .max)
        }
    }

    private mutating func write(_ elements: [Value], indent: Int, allowance: Int) {
        text.append("[")
        for (index, element) in elements.enumerated() where !isFull {
            if index > 0 {
                text.append(",")
                breakLine(indent: indent)
            }
            let isLast = index == elements.count - 1
            write(element, indent: indent, allowance: isLast ? allowance : 1)
        }
        text.append("]")
    }

    private mutating func write(_ object: Object, indent: Int, allowance: Int) {
        text.append("{")
        for (index, member) in object.members.enumerated() where !isFull {
            if index > 0 {
                text.append(",")
                breakLine(indent: indent)
            }
            let start = text.width
            text.appendRepresentation(of: member.key, upTo: limit)
            if isFull { return }
            text.append(": ")
            let isLast = index == object.count - 1
            write(
                member.value, indent: indent + text.width - start,
                allowance: isLast ? allowance : 1)
        }
        text.append("}")
    }

    /// Writes a string too long for its line as several literals, one below the other.
    private mutating func write(
        _ string: String, indent: Int, allowance: Int, isOutermost: Bool
    ) {
        let indent = isOutermost ? indent + 1 : indent
        let allowance = isOutermost ? allowance + 1 : allowance
        let literals = literals(of: string, room: width - indent, allowance: allowance)
        let isBracketed = isOutermost && literals.count > 1
        if isBracketed { text.append("(") }
        for (index, literal) in literals.enumerated() where !isFull {
            if index > 0 { breakLine(indent: indent) }
            text.append(literal)
        }
        if isBracketed { text.append(")") }
    }

    /// The literals that a string is cut into: at its line ends, then between words.
    private func literals(of string: String, room: Int, allowance: Int) -> [String] {
        var literals: [String] = []
        let lines = string.pythonLines
        for (index, line) in lines.enumerated() {
            let isLastLine = index == lines.count - 1
            let literal = Literal(line)
            if literal.width <= (isLastLine ? room - allowance : room) {
                literals.append(literal.text)
                continue
            }
            var current = ""
            let words = line.pythonWords
            for (index, word) in words.enumerated() {
                let isLast = isLastLine && index == words.count - 1
                let candidate = current + word
                if Literal(candidate).width > (isLast ? room - allowance : room) {
                    if !current.isEmpty { literals.append(Literal(current).text) }
                    current = word
                } else {
                    current = candidate
                }
            }
            if !current.isEmpty { literals.append(Literal(current).text) }
        }
        return literals
    }
}

/// A string in quotes, with its width.
private struct Literal {
    let text: String
    let width: Int

    init(_ string: some StringProtocol) {
        var text = PythonText()
        text.appendRepresentation(of: String(string), upTo: .max)
        self.text = String(decoding: text.bytes, as: UTF8.self)
        width = text.width
    }
}

extension String {
    /// The lines with their ends, as Python's `str.splitlines(True)` cuts them.
    fileprivate var pythonLines: [String] {
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if line.last == "\r", scalar != "\n" {
                lines.append(String(line))
                line.removeAll()
            }
            line.append(scalar)
            switch scalar.value {
            case 0x0A, 0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029:
                lines.append(String(line))
                line.removeAll()
            default: break
            }
        }
        if !line.isEmpty { lines.append(String(line)) }
        return lines
    }

    /// The words, each with the spaces behind it.
    fileprivate var pythonWords: [String] {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        var isInSpace = false
        for scalar in unicodeScalars {
            if isInSpace, !scalar.isPythonSpace {
                words.append(String(word))
                word.removeAll()
            }
            isInSpace = scalar.isPythonSpace
            word.append(scalar)
        }
        if !word.isEmpty { words.append(String(word)) }
        return words
    }
}
