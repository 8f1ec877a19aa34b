// SPDX-License-Identifier: Apache-2.0

import POSIX

/// Looks for mistakes in a configuration, those too that keep nothing from starting.
package struct ConfigurationCheck: Sendable {
    /// Something that an operator should know.
    package struct Finding: Equatable, Sendable {
        package enum Severity: String, Sendable {
            /// The service does not start.
            case error
            /// It starts, but perhaps not as it was meant.
            case warning
        }

        package let severity: Severity
        /// What it is called in scripts, such as `unknown-option`.
        package let check: String
        /// What is wrong, and where.
        package let text: String
        /// How to mend it, where that does not go without saying.
        package let mend: String?
    }

    /// What was found, errors first.
    package private(set) var findings: [Finding] = []

    /// Looks at what files, environment and command line say.
    package init(_ inputs: ConfigurationInputs, groups: [OptionGroup] = OptionGroup.all) {
        let (configuration, errors) = Configuration.examined(inputs, groups: groups)
        for error in errors { add(error) }
        do {
            try configuration.checkRequiredOptions()
        } catch {
            add(error)
        }
        findUnknownOptions(configuration, groups)
        findOldNames(configuration)
        findOptionsWithoutEffect(configuration)
        findOpenFiles(inputs, configuration)
    }

    /// What is found where a file cannot be understood, so that nothing else can be looked at.
    package init(_ error: ConfigurationError) {
        add(error)
    }

    /// Adds what somebody found who knows more of the service.
    package mutating func add(
        _ severity: Finding.Severity, _ check: String, _ text: String, mend: String? = nil
    ) {
        let finding = Finding(severity: severity, check: check, text: text, mend: mend)
        let index = severity == .error ? findings.firstIndex { $0.severity != .error } : nil
        findings.insert(finding, at: index ?? findings.count)
    }

    private mutating func add(_ error: ConfigurationError) {
        let mend: String? =
            switch error {
            case .missing(let group, let option): "set \(option) in the section [\(group)]"
            default: nil
            }
        add(.error, error.check, error.description, mend: mend)
    }

    private mutating func findUnknownOptions(
        _ configuration: Configuration, _ groups: [OptionGroup]
    ) {
        let known = configuration.settings.map(\.declaration.name)
        for unknown in configuration.unknownOptions {
            var text = "\(unknown.source): \(unknown.name) is not known"
            if let nearest = NearestName.find(unknown.name, among: known) {
                text += "; is \(nearest) meant?"
            }
            add(.warning, "unknown-option", text, mend: "correct or remove the line")
        }
    }

    private mutating func findOldNames(_ configuration: Configuration) {
        for setting in configuration.settingsByOldNames {
            guard let old = setting.oldName else { continue }
            add(
                .warning, "old-name",
                "\(setting.source): \(old) is an old name of \(setting.declaration.name)",
                mend: "use the new name, once the Python service need not read the file")
        }
    }

    private mutating func findOptionsWithoutEffect(_ configuration: Configuration) {
        for setting in configuration.settings
        where !setting.declaration.hasEffect && setting.source != .standard {
            add(
                .warning, "no-effect",
                "\(setting.source): \(setting.declaration.name) has no effect here",
                mend: "nothing, or remove it")
        }
    }

    /// Files with secrets that everyone may read, and files that everyone may write.
    private mutating func findOpenFiles(
        _ inputs: ConfigurationInputs, _ configuration: Configuration
    ) {
        var secrets: Set<String> = []
        for setting in configuration.settings where setting.hasSecret {
            if case .file(let path, _) = setting.source { secrets.insert(path) }
        }
        for path in configuration.files {
            // A file that is gone since it was read has no permissions to complain about.
            guard let mode = try? File.status(of: path).mode else { continue }
            if mode & 0o002 != 0 {
                add(
                    .warning, "file-open", "\(path): everyone may write to the file",
                    mend: "chmod o-w \(path)")
            } else if mode & 0o004 != 0, secrets.contains(path) {
                add(
                    .warning, "secret-open",
                    "\(path): everyone may read the file, and there are secrets in it",
                    mend: "chmod o-rwx \(path)")
            }
        }
    }
}

/// Finds what somebody may have meant.
enum NearestName {
    /// The option that is most like one that does not exist, `nil` if none is much like it.
    ///
    /// The same name in another group is as near as a letter mistaken.
    static func find(_ name: OptionName, among known: [OptionName]) -> OptionName? {
        var best: (name: OptionName, distance: Int)?
        for candidate in known {
            let inGroup = distance(name.group, candidate.group)
            let inName = distance(name.name, candidate.name)
            guard inName * 3 <= name.name.utf8.count else { continue }
            guard inGroup * 3 <= name.group.utf8.count || inName == 0 else { continue }
            let distance = inName + min(inGroup, 1)
            if distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// The word that is most like one that does not exist, `nil` if none is much like it.
    static func find(_ word: String, among known: [String]) -> String? {
        known.map { (word: $0, distance: distance(word, $0)) }
            .filter { $0.distance * 3 <= word.utf8.count }
            .min { $0.distance < $1.distance }?.word
    }

    /// How many letters must be added, removed or changed to make one word of the other.
    ///
    /// Source: V. I. Levenshtein, 1966.
    static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.utf8.prefix(64))
        let right = Array(right.utf8.prefix(64))
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, other) in right.enumerated() {
                let above = row[column + 1]
                row[column + 1] = min(
                    above + 1, row[column] + 1, diagonal + (letter == other ? 0 : 1))
                diagonal = above
            }
        }
        return row[right.count]
    }
}
