// SPDX-License-Identifier: Apache-2.0

/// An option of a command, such as `--limit N`.
package struct CommandOption: Equatable, Sendable {
    /// What follows the name.
    package enum Value: Equatable, Sendable {
        /// Nothing: it is there or not.
        case none
        /// Any word; the usage shows this name for it.
        case word(String)
        /// One of these words.
        case choice([String])
    }

    /// Its name with the two dashes.
    package let name: String
    package let value: Value
    /// What it does, in one line that begins in small letters.
    package let help: String
    /// Whether the command cannot be called without it.
    package let isRequired: Bool

    /// An option that is there or not.
    package static func flag(_ name: String, _ help: String) -> CommandOption {
        CommandOption(name: name, value: .none, help: help, isRequired: false)
    }

    /// An option that takes a word, which the usage calls `placeholder`.
    package static func value(
        _ name: String, _ placeholder: String, _ help: String, isRequired: Bool = false
    ) -> CommandOption {
        CommandOption(name: name, value: .word(placeholder), help: help, isRequired: isRequired)
    }

    /// An option that takes one of a few words.
    package static func choice(
        _ name: String, _ words: [String], _ help: String
    ) -> CommandOption {
        CommandOption(name: name, value: .choice(words), help: help, isRequired: false)
    }

    /// How results are printed: as text for people, or as JSON for programs.
    package static let format = choice(
        "--format", ["text", "json"], "text for people, which is the default, or JSON")

    /// The option with what follows it: `--limit N`.
    var call: String {
        switch value {
        case .none: name
        case .word(let placeholder): "\(name) \(placeholder)"
        case .choice(let words): "\(name) \(words.joined(separator: "|"))"
        }
    }

    /// As the usage shows it: `[--limit N]`.
    var usage: String { isRequired ? call : "[\(call)]" }
}

/// A word that follows those that choose a command, such as the `REV` of `db stamp REV`.
package struct CommandOperand: Equatable, Sendable {
    /// What the usage calls it.
    package let name: String
    /// What it is, in one line that begins in small letters.
    package let help: String
    package let isRequired: Bool

    package init(_ name: String, _ help: String, isRequired: Bool = true) {
        self.name = name
        self.help = help
        self.isRequired = isRequired
    }

    /// As the usage shows it: `REV`, or `[UUID]`.
    var usage: String { isRequired ? name : "[\(name)]" }
}

/// What a command tells scripts when it ends.
package struct ExitStatus: Equatable, Sendable {
    package let number: Int32
    /// What it means, in one line that begins in small letters.
    package let meaning: String

    package init(_ number: Int32, _ meaning: String) {
        self.number = number
        self.meaning = meaning
    }

    /// The status of a command that looked for something and found it, such as damage.
    ///
    /// It differs from that of a failure, so that a script can tell "there is something to be
    /// mended" from "nobody could look".
    package static let found: Int32 = 3

    /// The status of a wrong call.
    package static let usage: Int32 = 2
}
