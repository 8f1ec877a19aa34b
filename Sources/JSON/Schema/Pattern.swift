// SPDX-License-Identifier: Apache-2.0

/// A regular expression of the small language that the API's schemas need.
///
/// Known are letters and `_` for themselves, `[…]` sets with ranges, the counts `+ * {n} {n,m}`
/// behind either, `^`, `$`, one level of `(…)?`, and `|` between whole patterns, all in ASCII. As with Python's `re.search`, a match may begin anywhere, and `$` also stands before a line
/// feed that ends the text.
package struct Pattern: Sendable, ExpressibleByStringLiteral {
    /// The expression as it was written.
    package let text: String
    private let alternatives: [[Step]]
    /// The characters of a pattern that is nothing else from `^` to `$`, which most are.
    private let run: Run?

    /// So many characters of a set.
    fileprivate struct Run {
        let set: CharacterSet
        let atLeast: Int
        let atMost: Int
    }

    /// A part of an alternative.
    private enum Step {
        case start
        case end
        /// From `atLeast` to `atMost` characters of a set, as many as there are.
        case characters(CharacterSet, atLeast: Int, atMost: Int)
        /// The next `count` steps, or else none of them.
        case optional(count: Int)
    }

    /// A pattern from its text, which is part of the program: one that is not understood traps.
    package init(_ text: String) {
        self.text = text
        var reader = Reader(text)
        alternatives = reader.alternatives()
        if alternatives.count == 1, alternatives[0].count == 3, case .start = alternatives[0][0],
            case .characters(let set, let atLeast, let atMost) = alternatives[0][1],
            case .end = alternatives[0][2]
        {
            run = Run(set: set, atLeast: atLeast, atMost: atMost)
        } else {
            run = nil
        }
    }

    package init(stringLiteral text: String) {
        self.init(text)
    }

    /// Whether the pattern is found in `string`.
    package func matches(_ string: String) -> Bool {
        let utf8 = string.utf8Span
        if let run { return run.matches(utf8.span) }
        return alternatives.contains { Pattern.search($0, in: utf8.span) }
    }

    private static func search(_ steps: [Step], in text: Span<UInt8>) -> Bool {
        if case .start? = steps.first { return match(steps[...], in: text, at: 0) }
        return (0...text.count).contains { match(steps[...], in: text, at: $0) }
    }

    /// Whether `steps` match what begins at `position`.
    ///
    /// Calls itself once a step at most, however long the text is.
    private static func match(
        _ steps: ArraySlice<Step>, in text: Span<UInt8>, at position: Int
    ) -> Bool {
        guard let step = steps.first else { return true }
        let rest = steps.dropFirst()
        switch step {
        case .start: return position == 0 && match(rest, in: text, at: position)
        case .end:
            let isBeforeLineFeed = position == text.count - 1 && text[position] == 0x0A
            return (position == text.count || isBeforeLineFeed)
                && match(rest, in: text, at: position)
        case .characters(let set, let atLeast, let atMost):
            var count = 0
            while count < atMost, position + count < text.count,
                set.contains(text[position + count])
            {
                count += 1
            }
            while count >= atLeast {
                if match(rest, in: text, at: position + count) { return true }
                count -= 1
            }
            return false
        case .optional(let count):
            return match(rest, in: text, at: position)
                || match(rest.dropFirst(count), in: text, at: position)
        }
    }

    /// Some of the ASCII characters, one bit each.
    fileprivate struct CharacterSet {
        private var low: UInt64 = 0
        private var high: UInt64 = 0

        func contains(_ byte: UInt8) -> Bool {
            switch byte {
            case 0..<64: low >> UInt64(byte) & 1 == 1
            case 64..<128: high >> UInt64(byte - 64) & 1 == 1
            default: false
            }
        }

        mutating func insert(_ byte: UInt8) {
            if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte - 64) }
        }
    }
}

extension Pattern.Run {
    /// Whether `text` is such a run, perhaps with a line feed behind it.
    fileprivate func matches(_ text: Span<UInt8>) -> Bool {
        var count = 0
        while count < text.count, set.contains(text[count]) { count += 1 }
        let isAtEnd = count == text.count || count == text.count - 1 && text[count] == 0x0A
        return isAtEnd && count >= atLeast && count <= atMost
    }
}

extension Pattern {
    /// Reads a pattern's text.
    private struct Reader {
        private var rest: ArraySlice<UInt8>

        init(_ text: String) {
            rest = Array(text.utf8)[...]
        }

        mutating func alternatives() -> [[Step]] {
            var alternatives: [[Step]] = [[]]
            while let next = rest.first {
                if next == UInt8(ascii: "|") {
                    rest.removeFirst()
                    alternatives.append([])
                } else {
                    alternatives[alternatives.count - 1] += steps()
                }
            }
            return alternatives
        }

        /// Reads one anchor, counted character or optional group.
        private mutating func steps() -> [Step] {
            let character = rest.removeFirst()
            switch character {
            case UInt8(ascii: "^"): return [.start]
            case UInt8(ascii: "$"): return [.end]
            case UInt8(ascii: "("):
                var group: [Step] = []
                while rest.first != UInt8(ascii: ")") { group += steps() }
                rest.removeFirst()
                precondition(rest.popFirst() == UInt8(ascii: "?"), "a group is optional")
                return [.optional(count: group.count)] + group
            case UInt8(ascii: "["):
                return [counted(set())]
            default:
                let isPlain = Unicode.Scalar(character).properties.isAlphabetic || character == 0x5F
                precondition(isPlain, "a character that the pattern language has no use for")
                var set = CharacterSet()
                set.insert(character)
                return [counted(set)]
            }
        }

        /// Reads a set, from behind its opening bracket to behind its closing one.
        private mutating func set() -> CharacterSet {
            var set = CharacterSet()
            while let first = rest.popFirst(), first != UInt8(ascii: "]") {
                let isRange = rest.starts(with: "-".utf8) && rest.dropFirst().first != 0x5D
                if isRange { rest.removeFirst() }
                let last = isRange ? rest.removeFirst() : first
                for character in first...last { set.insert(character) }
            }
            return set
        }

        /// Reads the count behind a set.
        private mutating func counted(_ set: CharacterSet) -> Step {
            switch rest.first {
            case UInt8(ascii: "+"):
                rest.removeFirst()
                return .characters(set, atLeast: 1, atMost: .max)
            case UInt8(ascii: "*"):
                rest.removeFirst()
                return .characters(set, atLeast: 0, atMost: .max)
            case UInt8(ascii: "{"):
                let numbers = rest.dropFirst().prefix { $0 != UInt8(ascii: "}") }
                rest = rest.dropFirst(numbers.count + 2)
                let bounds = numbers.split(separator: UInt8(ascii: ","))
                    .compactMap { Int(String(decoding: $0, as: UTF8.self)) }
                precondition((1...2).contains(bounds.count), "a count has one or two numbers")
                return .characters(set, atLeast: bounds[0], atMost: bounds[bounds.count - 1])
            default:
                return .characters(set, atLeast: 1, atMost: 1)
            }
        }
    }
}
