// SPDX-License-Identifier: Apache-2.0

/// A configuration file with all options, each commented out and with its default.
///
/// Source: the form is that of `oslo-config-generator`.
package struct ConfigurationSample: Sendable {
    private let groups: [OptionGroup]
    private static let width = 79

    package init(groups: [OptionGroup] = OptionGroup.all) {
        self.groups = groups
    }

    /// The lines of the file.
    package var lines: [String] {
        var lines = ConfigurationSample.introduction
        var section: String?
        for group in groups {
            if group.name != section { lines += ["", "[\(group.name)]"] }
            section = group.name
            lines += ["", "#"] + comment(group.help) + ["#"]
            for declaration in group.declarations where declaration.hasEffect {
                lines += [""] + self.lines(of: declaration)
            }
            let names = group.declarations.filter { !$0.hasEffect }.map(\.name.name)
            if !names.isEmpty {
                lines +=
                    [""]
                    + comment(
                        "Options of the Python service that are accepted and do nothing here: "
                            + names.joined(separator: ", ") + ".")
            }
        }
        return lines
    }

    private static let introduction = [
        "# All options with their defaults. Written by: placement-manage config sample",
        "#",
        "# Remove the # before an option to set it. A value goes on in the next line",
        "# if that begins with a blank. $name, ${name} and ${section.name} stand for",
        "# the value of another option, $$ for a dollar sign. Each option can also be",
        "# set in the environment, as OS_SECTION__OPTION.",
    ]

    private func lines(of declaration: Declaration) -> [String] {
        var lines = comment("\(declaration.help) (\(kind(of: declaration)))")
        if !declaration.choices.isEmpty {
            lines += comment(
                "Possible values: \(declaration.choices.map(shown).joined(separator: ", "))")
        }
        for old in declaration.oldNames { lines.append("# Deprecated name: \(old)") }
        let name = declaration.name.name
        guard let text = declaration.standard.text else { return lines + ["#\(name) = <None>"] }
        guard declaration.isMultiple else {
            return lines + ["#\(name) = \(text)".trimmingPythonWhitespace(.end)]
        }
        return lines + text.parts(separatedBy: "\n").map { "#\(name) = \($0)" }
    }

    private func shown(_ choice: String) -> String {
        choice.isEmpty ? "(nothing)" : choice
    }

    private func kind(of declaration: Declaration) -> String {
        var kind = declaration.typeName == "seconds" ? "seconds" : "\(declaration.typeName) value"
        if let minimum = declaration.minimum { kind += ", at least \(minimum)" }
        if let maximum = declaration.maximum { kind += ", at most \(maximum)" }
        if declaration.isRequired { kind += ", required" }
        return kind
    }

    private func comment(_ text: String) -> [String] {
        TextTable.wrapped(text, width: ConfigurationSample.width - 2, indent: "")
            .parts(separatedBy: "\n").map { "# \($0)" }
    }
}
