// SPDX-License-Identifier: Apache-2.0

/// How the text of an option becomes a value, and which values it may have.
package struct OptionType<Value: Sendable>: Sendable {
    /// What an operator calls it: `boolean`, `integer`, `list`.
    package let name: String
    /// The only values allowed, empty if there are others.
    package private(set) var choices: [String] = []
    /// The smallest and largest value, as they are written.
    package private(set) var minimum: String?
    package private(set) var maximum: String?
    /// Whether each assignment adds a value, instead of replacing the one before.
    package private(set) var isMultiple = false

    /// Reads all assignments of an option, at least one; `nil` means as if it were not set.
    let read: @Sendable ([String]) throws(InvalidValue) -> Value?
    /// Writes a value as it stands in a file; `nil` if it stands for no value.
    let spelling: @Sendable (Value) -> String?
    /// Writes a value as `$option` shows it in another one.
    let substitution: @Sendable (Value) -> String

    /// A type whose last assignment counts.
    fileprivate init(
        name: String, reading: @escaping @Sendable (String) throws(InvalidValue) -> Value?,
        spelling: @escaping @Sendable (Value) -> String?,
        substitution: (@Sendable (Value) -> String)? = nil
    ) {
        self.name = name
        self.read = { texts throws(InvalidValue) in
            guard let text = texts.last else { return nil }
            return try reading(text)
        }
        self.spelling = spelling
        self.substitution = substitution ?? { spelling($0) ?? "" }
    }

    private init(
        name: String, read: @escaping @Sendable ([String]) throws(InvalidValue) -> Value?,
        spelling: @escaping @Sendable (Value) -> String?,
        substitution: @escaping @Sendable (Value) -> String
    ) {
        self.name = name
        self.read = read
        self.spelling = spelling
        self.substitution = substitution
    }
}

/// Why a text is not a value of a type.
struct InvalidValue: Error {
    let reason: String
}

extension OptionType {
    /// The same type with the further value `nil` for an option that is not set.
    package static func optional<Wrapped>(
        _ type: OptionType<Wrapped>
    ) -> OptionType where Value == Wrapped? {
        var optional = OptionType(
            name: type.name,
            read: { texts throws(InvalidValue) in try type.read(texts).map { Value.some($0) } },
            spelling: { $0.flatMap(type.spelling) },
            substitution: { $0.map(type.substitution) ?? "" })
        optional.choices = type.choices
        optional.minimum = type.minimum
        optional.maximum = type.maximum
        return optional
    }
}

extension OptionType where Value == String {
    /// Any text.
    package static var string: OptionType {
        OptionType(
            name: "string", reading: { $0 }, spelling: \.quotedIfNeeded, substitution: { $0 })
    }

    /// The path of a URL: it begins with a slash and says something behind it.
    package static var path: OptionType {
        OptionType(
            name: "path",
            reading: { text throws(InvalidValue) in
                guard text.hasPrefix("/"), text.utf8.count > 1,
                    !text.unicodeScalars.contains(where: { "?#% ".unicodeScalars.contains($0) })
                else { throw InvalidValue(reason: "must be a path such as /health") }
                return text
            }, spelling: \.quotedIfNeeded, substitution: { $0 })
    }
}

extension OptionType where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of the values of an enumeration, by its raw value.
    ///
    /// - Parameter ignoringCase: Whether small and capital letters are alike.
    /// - Returns: The type.
    package static func choice(ignoringCase: Bool = false) -> OptionType {
        let choices = Value.allCases.map(\.rawValue)
        var type = OptionType(
            name: "string",
            reading: { text throws(InvalidValue) in
                let match = Value.allCases.first { choice in
                    choice.rawValue == text
                        || ignoringCase && choice.rawValue.lowercased() == text.lowercased()
                }
                guard let match else {
                    throw InvalidValue(reason: "must be one of \(choices.joined(separator: ", "))")
                }
                return match
            }, spelling: \.rawValue)
        type.choices = choices
        return type
    }
}

extension OptionType where Value == Bool {
    /// `true`, `1`, `on` or `yes`, or `false`, `0`, `off` or `no`, in any case.
    package static var boolean: OptionType {
        OptionType(
            name: "boolean",
            reading: { text throws(InvalidValue) in
                switch text.lowercased() {
                case "true", "1", "on", "yes": return true
                case "false", "0", "off", "no": return false
                default: throw InvalidValue(reason: "must be true or false")
                }
            },
            spelling: { $0 ? "true" : "false" }, substitution: { $0 ? "True" : "False" })
    }
}

extension OptionType where Value == Int {
    /// A whole number within limits; an empty text stands for the default.
    package static func integer(minimum: Int? = nil, maximum: Int? = nil) -> OptionType {
        var type = OptionType(
            name: "integer",
            reading: { text throws(InvalidValue) in
                let trimmed = text.trimmingPythonWhitespace()
                guard !trimmed.isEmpty else { return nil }
                guard let number = trimmed.withoutDigitSeparators.flatMap({ Int($0) }) else {
                    throw InvalidValue(reason: "must be an integer")
                }
                return try checked(number, minimum, maximum)
            }, spelling: \.description)
        type.minimum = minimum?.description
        type.maximum = maximum?.description
        return type
    }

    /// Permissions of a file in octal digits, such as `0660`.
    package static var fileMode: OptionType {
        OptionType(
            name: "octal mode",
            reading: { text throws(InvalidValue) in
                guard let mode = Int(text.trimmingPythonWhitespace(), radix: 8),
                    (0...0o777).contains(mode)
                else { throw InvalidValue(reason: "must be octal permissions, 0 to 0777") }
                return mode
            }, spelling: { "0" + String($0, radix: 8) })
    }
}

extension OptionType where Value == Double {
    /// A number within limits; an empty text stands for the default.
    package static func float(minimum: Double? = nil, maximum: Double? = nil) -> OptionType {
        var type = OptionType(
            name: "floating point",
            reading: { text throws(InvalidValue) in
                let trimmed = text.trimmingPythonWhitespace()
                guard !trimmed.isEmpty else { return nil }
                // Double reads hexadecimal digits too, which Python's float refuses.
                guard let plain = trimmed.withoutDigitSeparators,
                    !plain.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "x") }),
                    let number = Double(plain), !number.isNaN
                else { throw InvalidValue(reason: "must be a number") }
                return try checked(number, minimum, maximum)
            }, spelling: \.description)
        type.minimum = minimum?.description
        type.maximum = maximum?.description
        return type
    }
}

private func checked<Number: Comparable & Sendable>(
    _ number: Number, _ minimum: Number?, _ maximum: Number?
) throws(InvalidValue) -> Number {
    if let minimum, number < minimum { throw InvalidValue(reason: "must be at least \(minimum)") }
    if let maximum, number > maximum { throw InvalidValue(reason: "must be at most \(maximum)") }
    return number
}

extension OptionType where Value == [String] {
    /// Values separated by commas; commas at the end count for nothing.
    package static var list: OptionType {
        OptionType(
            name: "list",
            reading: { text in
                var trimmed = text.trimmingPythonWhitespace()
                while trimmed.hasSuffix(",") { trimmed.removeLast() }
                guard !trimmed.isEmpty else { return [] }
                return trimmed.parts(separatedBy: ",").map { $0.trimmingPythonWhitespace() }
            },
            spelling: { $0.joined(separator: ",") },
            substitution: { "[\($0.map(\.pythonQuoted).joined(separator: ", "))]" })
    }

    /// One value for each assignment, in all files together.
    package static var multiple: OptionType {
        var type = OptionType(
            name: "multi-valued", read: { $0 }, spelling: { $0.joined(separator: "\n") },
            substitution: { "[\($0.map(\.pythonQuoted).joined(separator: ", "))]" })
        type.isMultiple = true
        return type
    }
}

extension OptionType where Value == [String: String] {
    /// Pairs `key:value` separated by commas; a comma within a value is kept if no pair follows it.
    package static var dictionary: OptionType {
        OptionType(
            name: "dict",
            reading: { text throws(InvalidValue) in try pairs(text.trimmingPythonWhitespace()) },
            spelling: { pairs in
                pairs.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }
                    .joined(separator: ",")
            })
    }

    private static func pairs(_ text: String) throws(InvalidValue) -> [String: String] {
        guard !text.isEmpty else { return [:] }
        var result: [String: String] = [:]
        var rest = text.parts(separatedBy: ",")[...]
        while var pair = rest.popFirst() {
            // A part without a colon belongs, comma and all, to the part that follows.
            while !pair.contains(":") {
                guard let next = rest.popFirst() else {
                    throw InvalidValue(reason: "must be key:value pairs separated by commas")
                }
                pair += "," + next
            }
            let halves = pair.unicodeScalars.split(
                separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let key = String(halves[0]).trimmingPythonWhitespace()
            guard !key.isEmpty else { throw InvalidValue(reason: "has a pair without a key") }
            let value = String(halves[1]).trimmingPythonWhitespace()
            guard result.updateValue(value, forKey: key) == nil else {
                throw InvalidValue(reason: "has the key \(key) twice")
            }
        }
        return result
    }
}

extension OptionType where Value == Duration {
    /// Seconds, fractions allowed.
    package static func seconds(minimum: Double = 0, maximum: Double = 1e9) -> OptionType {
        let number = OptionType<Double>.float(minimum: minimum, maximum: maximum)
        var type = OptionType(
            name: "seconds",
            read: { texts throws(InvalidValue) in try number.read(texts).map { .seconds($0) } },
            spelling: { number.spelling($0 / .seconds(1)) },
            substitution: { number.substitution($0 / .seconds(1)) })
        type.minimum = number.minimum
        type.maximum = number.maximum
        return type
    }
}

extension String {
    /// The text in quotes if blanks at its ends would be lost without them.
    fileprivate var quotedIfNeeded: String {
        trimmingPythonWhitespace() == self ? self : "\"\(self)\""
    }
}
