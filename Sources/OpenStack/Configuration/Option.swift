// SPDX-License-Identifier: Apache-2.0

/// The declaration of one option, with the type of its value.
///
/// All options stand in the tables of ``OptionGroup``, from which the sample file, `config show`
/// and `config check` are made.
package struct Option<Value: Sendable>: DeclaredOption {
    package let declaration: Declaration
    let defaultValue: Value

    /// Declares an option.
    ///
    /// - Parameters:
    ///   - group: The section it stands in, such as `DEFAULT`.
    ///   - name: Its name, with underscores.
    ///   - type: What its values are.
    ///   - defaultValue: Its value where it is not set.
    ///   - help: What it does, in whole sentences.
    ///   - traits: What else is to be known of it.
    ///   - oldNames: Names that it had before, which are still read.
    package init(
        _ group: String, _ name: String, _ type: OptionType<Value>, default defaultValue: Value,
        _ help: String, _ traits: Set<OptionTrait> = [], oldNames: [OptionName] = []
    ) {
        self.defaultValue = defaultValue
        let standard = OptionValue(
            value: defaultValue, text: type.spelling(defaultValue),
            substitution: type.substitution(defaultValue))
        declaration = Declaration(
            name: OptionName(group, name), help: help, traits: traits, oldNames: oldNames,
            typeName: type.name, choices: type.choices, minimum: type.minimum,
            maximum: type.maximum, isMultiple: type.isMultiple, standard: standard,
            read: { texts throws(InvalidValue) in
                guard let value = try type.read(texts) else { return nil }
                return OptionValue(
                    value: value, text: type.spelling(value),
                    substitution: type.substitution(value))
            })
    }
}

extension Option {
    /// Declares an option that has no value unless it is set.
    package init<Wrapped>(
        _ group: String, _ name: String, _ type: OptionType<Wrapped>, _ help: String,
        _ traits: Set<OptionTrait> = [], oldNames: [OptionName] = []
    ) where Value == Wrapped? {
        self.init(
            group, name, .optional(type), default: nil, help, traits, oldNames: oldNames)
    }
}

/// An option whatever the type of its value.
package protocol DeclaredOption: Sendable {
    var declaration: Declaration { get }
}

/// What is to be known of an option besides its type.
package enum OptionTrait: Sendable {
    /// Its value is never shown.
    case secret
    /// There is no running without it.
    case required
    /// It is a URL, so that only the password in it is a secret.
    case url
    /// It may be given on the command line as `--name`, as the reference allows for logging.
    case commandLine
    /// It is accepted because the Python service has it, and does nothing here.
    case ineffective
}

/// The group and the name of an option.
package struct OptionName: Hashable, Sendable, CustomStringConvertible {
    package let group: String
    package let name: String

    package init(_ group: String, _ name: String) {
        self.group = group
        self.name = name
    }

    package var description: String { "[\(group)] \(name)" }

    /// The environment variable that sets the option.
    ///
    /// Source: oslo.config `sources/_environment.py`.
    package var environmentVariable: String { "OS_\(group.uppercased())__\(name.uppercased())" }
}

/// An option without its type: what documents and checks need.
package struct Declaration: Sendable {
    package internal(set) var name: OptionName
    package let help: String
    package let traits: Set<OptionTrait>
    package internal(set) var oldNames: [OptionName]
    package let typeName: String
    package let choices: [String]
    package let minimum: String?
    package let maximum: String?
    package let isMultiple: Bool
    /// The value where the option is not set.
    package internal(set) var standard: OptionValue
    let read: @Sendable ([String]) throws(InvalidValue) -> OptionValue?

    package var isSecret: Bool { traits.contains(.secret) }
    package var isRequired: Bool { traits.contains(.required) }
    package var isOnCommandLine: Bool { traits.contains(.commandLine) }
    package var hasEffect: Bool { !traits.contains(.ineffective) }

    /// The option under the same name in another group.
    func moved(to group: String, default standard: OptionValue) -> Declaration {
        var moved = self
        moved.name = OptionName(group, name.name)
        moved.oldNames = oldNames.map { old in
            old.group == name.group ? OptionName(group, old.name) : old
        }
        moved.standard = standard
        return moved
    }
}

/// A value with the ways in which it is written.
package struct OptionValue: Sendable {
    let value: any Sendable
    /// As it stands in a file, a line each for a multi-valued option; `nil` if there is no value.
    package let text: String?
    /// As it replaces `$option` in another value.
    let substitution: String
}
