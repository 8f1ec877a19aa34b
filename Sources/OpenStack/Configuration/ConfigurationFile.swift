// SPDX-License-Identifier: Apache-2.0

/// One configuration file, taken apart into sections and assignments.
///
/// A line is a section `[name]`, a comment that begins with `#` or `;`, an assignment `name = value`
/// or `name: value`, or, if it begins with a blank, a further line of the value above it. An empty
/// line ends a value. Quotes around the whole first line of a value are taken off.
///
/// Source: oslo.config 10 `oslo_config/iniparser.py`.
package struct ConfigurationFile: Equatable, Sendable {
    /// One `name = value`.
    package struct Assignment: Equatable, Sendable {
        /// The section as it is written.
        package let section: String
        package let name: String
        /// The value without the blanks around it; further lines follow after a newline.
        package internal(set) var value: String
        /// The line on which the name stands, counted from 1.
        package let line: Int

        /// The section's name as options are looked up by: in small letters, except `DEFAULT`.
        package var group: String { ConfigurationFile.normalized(section) }
    }

    package let path: String
    /// All assignments from top to bottom.
    package private(set) var assignments: [Assignment] = []
    /// All sections from top to bottom, as they are written, also those without assignments.
    package private(set) var sections: [String] = []

    /// Takes a file's text apart.
    ///
    /// - Parameters:
    ///   - text: The contents.
    ///   - path: What to call the file in errors.
    /// - Throws: ``ConfigurationError/syntax(path:line:reason:text:)`` for the first wrong line.
    package init(text: String, path: String) throws(ConfigurationError) {
        self.path = path
        var pending: Assignment?
        var number = 0
        for scalars in lines(of: text) {
            number += 1
            let line = String(scalars).trimmingPythonWhitespace(.end)
            guard let first = line.unicodeScalars.first else {
                finish(&pending)
                continue
            }
            if first == " " || first == "\t" {
                guard pending != nil else {
                    throw .syntax(
                        path: path, line: number, reason: "a value is continued, but none began",
                        text: line)
                }
                pending?.value += "\n" + line.trimmingPythonWhitespace(.start)
                continue
            }
            finish(&pending)
            switch first {
            case "#", ";": continue
            case "[": sections.append(try section(line, number))
            default: pending = try assignment(line, number)
            }
        }
        finish(&pending)
    }

    /// A group's name, whose case matters only in `DEFAULT`.
    static func normalized(_ section: String) -> String {
        section == "DEFAULT" ? section : section.lowercased()
    }

    private mutating func finish(_ pending: inout Assignment?) {
        if let assignment = pending { assignments.append(assignment) }
        pending = nil
    }

    private func section(_ line: String, _ number: Int) throws(ConfigurationError) -> String {
        guard line.unicodeScalars.last == "]" else {
            throw .syntax(
                path: path, line: number, reason: "a section must end with ]", text: line)
        }
        let name = String(line.unicodeScalars.dropFirst().dropLast())
        guard !name.isEmpty else {
            throw .syntax(path: path, line: number, reason: "a section has no name", text: line)
        }
        return name
    }

    private func assignment(
        _ line: String, _ number: Int
    ) throws(ConfigurationError) -> Assignment {
        let scalars = line.unicodeScalars
        guard let separator = scalars.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
            throw .syntax(
                path: path, line: number, reason: "neither = nor : stands in an assignment",
                text: line)
        }
        let name = String(scalars[..<separator]).trimmingPythonWhitespace()
        guard !name.isEmpty else {
            throw .syntax(
                path: path, line: number, reason: "an assignment has no name", text: line)
        }
        guard let section = sections.last else {
            throw .syntax(
                path: path, line: number, reason: "an assignment stands before any section",
                text: line)
        }
        let value = String(scalars[scalars.index(after: separator)...]).trimmingPythonWhitespace()
        return Assignment(
            section: section, name: name, value: withoutQuotes(value), line: number)
    }
}

/// Takes off quotes if the first and the last character are the same quote.
private func withoutQuotes(_ value: String) -> String {
    let scalars = value.unicodeScalars
    guard let first = scalars.first, first == "\"" || first == "'", scalars.last == first else {
        return value
    }
    return String(scalars.dropFirst().dropLast())
}

/// The lines of a text, ended by a newline, a carriage return, or both.
private func lines(of text: String) -> [Substring.UnicodeScalarView] {
    var lines: [Substring.UnicodeScalarView] = []
    var rest = Substring(text).unicodeScalars
    while !rest.isEmpty {
        guard let end = rest.firstIndex(where: { $0 == "\n" || $0 == "\r" }) else {
            lines.append(rest)
            break
        }
        lines.append(rest[..<end])
        let isPair = rest[end] == "\r" && rest[rest.index(after: end)...].first == "\n"
        rest = rest[rest.index(end, offsetBy: isPair ? 2 : 1)...]
    }
    return lines
}
