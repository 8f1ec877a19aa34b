// SPDX-License-Identifier: Apache-2.0

/// What a command was called with, checked against what it declares.
package struct CommandArguments: Equatable, Sendable {
    /// The options given, by name; flags have an empty value.
    package let options: [String: String]
    /// What stands besides the options.
    package let words: [String]

    /// Takes the words behind those that chose a command apart.
    ///
    /// An option is given as `--name value` or `--name=value`, a flag as `--name`; behind `--`
    /// nothing is an option.
    ///
    /// - Throws: ``UsageError`` for what the command does not know or needs.
    init(_ arguments: [String], of command: Command) throws(UsageError) {
        var options: [String: String] = [:]
        var words: [String] = []
        var rest = arguments[...]
        while let word = rest.popFirst() {
            if word == "--" {
                words += rest
                break
            }
            guard word.utf8.first == UInt8(ascii: "-"), word.utf8.count > 1 else {
                words.append(word)
                continue
            }
            let halves = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(halves[0])
            guard let option = command.options.first(where: { $0.name == name }) else {
                throw UsageError(Self.unknown(name, command))
            }
            guard option.value != .none else {
                guard halves.count == 1 else { throw UsageError("\(name) takes no value") }
                options[name] = ""
                continue
            }
            guard let value = halves.count == 2 ? String(halves[1]) : rest.popFirst() else {
                throw UsageError("\(name) needs a value")
            }
            if case .choice(let choices) = option.value, !choices.contains(value) {
                throw UsageError("\(name) must be \(listed(choices)), not \(value)")
            }
            options[name] = value
        }
        for option in command.options where option.isRequired && options[option.name] == nil {
            throw UsageError("\(option.name) is missing")
        }
        let operands = command.operands
        guard words.count <= operands.count else {
            throw UsageError(
                "too many arguments: \(words[operands.count...].joined(separator: " "))")
        }
        if let missing = operands[words.count...].first(where: \.isRequired) {
            throw UsageError("\(missing.name) is missing")
        }
        self.options = options
        self.words = words
    }

    private static func unknown(_ name: String, _ command: Command) -> String {
        let nearest = NearestName.find(name, among: command.options.map(\.name))
        return "unknown option \(name)" + (nearest.map { "; is \($0) meant?" } ?? "")
    }
}

/// Some words in a sentence: `text, dot or json`.
private func listed(_ words: [String]) -> String {
    guard words.count > 1, let last = words.last else { return words.joined() }
    return words.dropLast().joined(separator: ", ") + " or " + last
}
