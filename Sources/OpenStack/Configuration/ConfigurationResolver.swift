// SPDX-License-Identifier: Apache-2.0

/// Finds each option's value: command line before environment before files before the default.
///
/// Source: oslo.config `cfg.py`, `ConfigOpts._do_get`, `_Namespace._get_file_value`.
struct ConfigurationResolver {
    private let inputs: ConfigurationInputs
    private let groups: [OptionGroup]
    /// For each file the assignments of a name, top to bottom.
    private let assignments: [[OptionName: [ConfigurationFile.Assignment]]]
    private var declarations: [OptionName: Declaration] = [:]
    private var order: [OptionName] = []
    private var resolved: [OptionName: Configuration.Setting] = [:]
    /// Options whose values are being put together, to stop those that refer to themselves.
    private var pending: Set<OptionName> = []

    init(_ inputs: ConfigurationInputs, _ groups: [OptionGroup]) {
        self.inputs = inputs
        self.groups = groups
        assignments = inputs.files.map { file in
            Dictionary(grouping: file.assignments) { OptionName($0.group, $0.name) }
        }
        for group in groups {
            for declaration in group.declarations { declare(declaration) }
        }
    }

    /// The settings of all options, and what is wrong with some; these have their defaults.
    mutating func resolveAll() -> ([Configuration.Setting], [ConfigurationError]) {
        var settings: [Configuration.Setting] = []
        var errors: [ConfigurationError] = []
        resolve(order[...], into: &settings, &errors)
        let declaredCount = order.count
        for group in groups { declareCopies(of: group) }
        resolve(order[declaredCount...], into: &settings, &errors)
        return (settings, errors)
    }

    private mutating func resolve(
        _ names: ArraySlice<OptionName>, into settings: inout [Configuration.Setting],
        _ errors: inout [ConfigurationError]
    ) {
        for name in names {
            do {
                settings.append(try setting(name))
            } catch {
                // Who refers to a wrong option fails with the same error.
                if !errors.contains(error) { errors.append(error) }
                settings.append(standardSetting(of: declaration(name)))
            }
        }
    }

    /// The assignments that no declared option reads.
    func unknownOptions() -> [Configuration.UnknownOption] {
        let known = Set(declarations.values.flatMap { names(of: $0) })
        return inputs.files.flatMap { file in
            file.assignments.map { assignment in
                Configuration.UnknownOption(
                    name: OptionName(assignment.group, assignment.name),
                    source: .file(path: file.path, line: assignment.line))
            }.filter { !known.contains($0.name) }
        }
    }

    private mutating func declare(_ declaration: Declaration) {
        guard declarations.updateValue(declaration, forKey: declaration.name) == nil else {
            preconditionFailure("\(declaration.name) is declared twice")
        }
        order.append(declaration.name)
    }

    private mutating func declareCopies(of group: OptionGroup) {
        var sections: Set<String> = []
        switch group.copies {
        case .none: return
        case .prefixed(let prefix):
            let all = inputs.files.flatMap(\.sections).map(ConfigurationFile.normalized)
            sections = Set(all.filter { $0.hasPrefix(prefix) })
        case .named(let option):
            if let section = resolved[option]?.value.text, !section.isEmpty {
                sections = [ConfigurationFile.normalized(section)]
            }
        }
        for section in sections.sorted() {
            for original in group.declarations {
                var standard = original.standard
                if case .prefixed = group.copies, let inherited = resolved[original.name] {
                    standard = inherited.value
                }
                let moved = original.moved(to: section, default: standard)
                // The section named may be one that has options of its own.
                if declarations[moved.name] == nil { declare(moved) }
            }
        }
    }

    private func declaration(_ name: OptionName) -> Declaration {
        guard let declaration = declarations[name] else {
            preconditionFailure("\(name) is not in the tables")
        }
        return declaration
    }

    private mutating func setting(
        _ name: OptionName
    ) throws(ConfigurationError) -> Configuration.Setting {
        if let known = resolved[name] { return known }
        pending.insert(name)
        defer { pending.remove(name) }
        let setting = try read(declaration(name))
        resolved[name] = setting
        return setting
    }

    private func standardSetting(
        of declaration: Declaration, value: OptionValue? = nil
    ) -> Configuration.Setting {
        Configuration.Setting(
            declaration: declaration, value: value ?? declaration.standard, source: .standard,
            oldName: nil)
    }

    private mutating func read(
        _ declaration: Declaration
    ) throws(ConfigurationError) -> Configuration.Setting {
        guard let found = find(declaration) else {
            guard let text = declaration.standard.text, text.contains("$") else {
                return standardSetting(of: declaration)
            }
            let full = try substitute(text, for: declaration, from: .standard)
            let value = try convert([full], to: declaration, from: .standard)
            return standardSetting(of: declaration, value: value)
        }
        var texts: [String] = []
        for text in found.texts {
            texts.append(try substitute(text, for: declaration, from: found.source))
        }
        let value =
            try convert(texts, to: declaration, from: found.source) ?? declaration.standard
        return Configuration.Setting(
            declaration: declaration, value: value, source: found.source,
            oldName: declaration.oldNames.first { $0 == found.name && $0 != declaration.name })
    }

    private func convert(
        _ texts: [String], to declaration: Declaration, from source: ConfigurationSource
    ) throws(ConfigurationError) -> OptionValue? {
        do {
            return try declaration.read(texts)
        } catch {
            throw .invalidValue(
                source: source, group: declaration.name.group, option: declaration.name.name,
                value: declaration.isSecret ? "****" : texts.last ?? "", reason: error.reason)
        }
    }
}

// MARK: - Where a value stands

extension ConfigurationResolver {
    /// The text or texts of an option before anything is made of them.
    private struct Found {
        let texts: [String]
        let source: ConfigurationSource
        let name: OptionName
    }

    /// All names by which an option may stand in a file, the best first.
    ///
    /// The current name with dashes is ours: oslo.config reads dashes only in old names.
    private func names(of declaration: Declaration) -> [OptionName] {
        let old = declaration.oldNames
        let all = [declaration.name] + dashed(old) + old + dashed([declaration.name])
        return all.map { OptionName(ConfigurationFile.normalized($0.group), $0.name) }
    }

    private func dashed(_ names: [OptionName]) -> [OptionName] {
        names.filter { $0.name.contains("_") }.map { name in
            OptionName(name.group, String(name.name.map { $0 == "_" ? "-" : $0 }))
        }
    }

    private func find(_ declaration: Declaration) -> Found? {
        let name = declaration.name
        if let given = inputs.commandLine[name] {
            return Found(texts: [given.text], source: .commandLine(given.argument), name: name)
        }
        let variable = name.environmentVariable
        if let text = inputs.environment[variable] {
            return Found(texts: [text], source: .environment(variable), name: name)
        }
        return findInFiles(declaration)
    }

    /// The last file wins; within it the current name wins over older ones, the last line over earlier.
    private func findInFiles(_ declaration: Declaration) -> Found? {
        var all: Found?
        for (file, assignments) in zip(inputs.files, assignments).reversed() {
            for name in names(of: declaration) {
                guard let lines = assignments[name], let last = lines.last else { continue }
                let source = ConfigurationSource.file(path: file.path, line: last.line)
                guard declaration.isMultiple else {
                    return Found(texts: [last.value], source: source, name: name)
                }
                all = Found(
                    texts: lines.map(\.value) + (all?.texts ?? []), source: all?.source ?? source,
                    name: name)
            }
        }
        return all
    }
}

// MARK: - References to other options

extension ConfigurationResolver {
    /// Puts the values of other options in the place of `$name`, `${name}` and `${group.name}`.
    ///
    /// `$$` and `\$` stand for `$`; a `$` before anything else stays.
    ///
    /// Source: oslo.config `cfg.py`, `ConfigOpts._substitute`; Python `string.Template`.
    private mutating func substitute(
        _ text: String, for declaration: Declaration, from source: ConfigurationSource
    ) throws(ConfigurationError) -> String {
        guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
        var result = ""
        var rest = Substring(text).unicodeScalars
        while let scalar = rest.popFirst() {
            if scalar == "\\", rest.first == "$" {
                rest.removeFirst()
                result.append("$")
            } else if scalar != "$" {
                result.unicodeScalars.append(scalar)
            } else if rest.first == "$" {
                rest.removeFirst()
                result.append("$")
            } else if let reference = takeReference(&rest) {
                result += try value(of: reference, in: declaration, from: source)
            } else {
                result.append("$")
            }
        }
        return result
    }

    private mutating func value(
        of reference: String, in declaration: Declaration, from source: ConfigurationSource
    ) throws(ConfigurationError) -> String {
        func failure(_ reason: String) -> ConfigurationError {
            .unresolved(
                source: source, group: declaration.name.group, option: declaration.name.name,
                reason: reason)
        }
        // What follows a $ in a password is nobody's business.
        let shown = declaration.isSecret ? "an option" : "$" + reference
        guard let target = target(of: reference, in: declaration.name.group) else {
            throw failure("\(shown) refers to no option; a $ itself is written as $$")
        }
        guard !pending.contains(target) else {
            throw failure("\(shown) refers back to the option itself")
        }
        return try setting(target).value.substitution
    }

    private func target(of reference: String, in group: String) -> OptionName? {
        let halves = reference.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        var candidates = [OptionName(group, reference), OptionName("DEFAULT", reference)]
        if halves.count == 2 {
            candidates = [OptionName(String(halves[0]), String(halves[1]))]
        }
        return candidates.first { declarations[$0] != nil }
    }
}

/// Takes an option's name, in braces or not, from behind a `$`; `nil`, and nothing taken, if none is there.
private func takeReference(_ rest: inout Substring.UnicodeScalarView) -> String? {
    var scalars = rest
    let isBraced = scalars.first == "{"
    if isBraced { scalars.removeFirst() }
    guard let first = scalars.first, first.isNameStart else { return nil }
    let name = scalars.prefix { $0.isNameStart || $0 == "." || ("0"..."9").contains($0) }
    scalars = scalars[name.endIndex...]
    if isBraced {
        guard scalars.popFirst() == "}" else { return nil }
    }
    rest = scalars
    return String(name)
}

extension Unicode.Scalar {
    fileprivate var isNameStart: Bool {
        self == "_" || ("a"..."z").contains(self) || ("A"..."Z").contains(self)
    }
}
