// SPDX-License-Identifier: Apache-2.0

/// The right side of a check: text in which `%(name)s` stands for a value of the target.
///
/// A bare `%s` stands for the whole target, which equals nothing a caller has. Python's `%` operator
/// knows more conversions; those make no sense for the strings of a target, and using one is a fault
/// that shows when the check is judged, as it does in Python.
package struct Template: Equatable, Sendable {
    /// A stretch of the text.
    enum Piece: Equatable, Sendable {
        case text(String)
        case value(name: String)
        case target
        /// What Python would fail on, once the pieces before it are found.
        case fault(String)

        fileprivate var isText: Bool {
            if case .text = self { true } else { false }
        }
    }

    /// The text as written.
    package let source: String
    let pieces: [Piece]
    /// The text itself if nothing has to be put in.
    let constant: String?

    init(_ source: String) {
        self.source = source
        pieces = Template.pieces(of: source)
        var text = ""
        for piece in pieces {
            guard case .text(let part) = piece else {
                constant = nil
                return
            }
            text += part
        }
        constant = text
    }

    /// What is wrong with the text, if it can never be filled in.
    var fault: String? {
        for case .fault(let reason) in pieces { return reason }
        return nil
    }

    private static func pieces(of source: String) -> [Piece] {
        var pieces: [Piece] = []
        var text = ""
        var rest = Substring(source).unicodeScalars
        while let scalar = rest.popFirst() {
            guard scalar == "%" else {
                text.unicodeScalars.append(scalar)
                continue
            }
            if rest.first == "%" {
                rest.removeFirst()
                text.unicodeScalars.append("%")
                continue
            }
            if !text.isEmpty { pieces.append(.text(text)) }
            text = ""
            if rest.first == "s", pieces.allSatisfy(\.isText) {
                rest.removeFirst()
                pieces.append(.target)
                continue
            }
            guard let name = popName(from: &rest) else {
                return pieces + [.fault("a % must be followed by (NAME)s or by another %")]
            }
            pieces.append(.value(name: name))
            guard rest.popFirst() == "s" else {
                return pieces + [.fault("%(\(name)) must be followed by s")]
            }
        }
        return text.isEmpty ? pieces : pieces + [.text(text)]
    }

    /// Takes `(NAME)` off the front; parentheses in the name must come in pairs.
    private static func popName(from rest: inout Substring.UnicodeScalarView) -> String? {
        guard rest.first == "(" else { return nil }
        var depth = 0
        for index in rest.indices {
            if rest[index] == "(" { depth += 1 }
            if rest[index] == ")" { depth -= 1 }
            guard depth == 0 else { continue }
            let name = String(rest[rest.index(after: rest.startIndex)..<index])
            rest = rest[rest.index(after: index)...]
            return name
        }
        return nil
    }
}
