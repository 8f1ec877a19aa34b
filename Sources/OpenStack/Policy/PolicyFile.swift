// SPDX-License-Identifier: Apache-2.0

import YAML

/// The rules of one policy file, YAML or JSON.
///
/// Source: oslo.policy 6 `Rules.load`.
package struct PolicyFile: Sendable {
    /// A rule as the file gives it.
    package struct Rule: Sendable {
        package let name: String
        package let check: Check
        /// The line on which the rule begins, counted from 1.
        package let line: Int
    }

    package let path: String
    /// The rules in the order of the file; of two with one name the last counts.
    package let rules: [Rule]

    /// Reads a file's contents.
    ///
    /// A rule that is text but cannot be understood is refused to everybody and reported; that is
    /// what oslo.policy does. What is no rule at all makes the file bad, where oslo.policy would
    /// fail with an exception, or, for `false`, `0` and an unquoted `!`, let everybody in.
    ///
    /// - Throws: ``PolicyFileError`` with the line and the rule's name.
    package init(
        path: String, contents: [UInt8], report: (Notice) -> Void
    ) throws(PolicyFileError) {
        self.path = path
        let root: Node?
        do throws(YAMLError) {
            root = try Node.document(in: contents)
        } catch {
            throw PolicyFileError(path: path, line: error.line, reason: error.problem)
        }
        guard let root, root.content != .null else {
            rules = []
            return
        }
        guard case .mapping(let entries) = root.content else {
            throw PolicyFileError(
                path: path, line: root.line, reason: "the file must map names to rules")
        }
        var rules: [Rule] = []
        for entry in entries {
            guard let name = entry.key.string else {
                throw PolicyFileError(
                    path: path, line: entry.key.line, reason: "the name of a rule must be text")
            }
            let check = try PolicyFile.check(entry.value, name: name, path: path) { problem in
                report(
                    Notice(
                        .error, "\(path):\(entry.key.line): rule '\(name)': \(problem)"))
            }
            rules.append(Rule(name: name, check: check, line: entry.key.line))
        }
        self.rules = rules
    }

    private static func check(
        _ value: Node, name: String, path: String, report: (String) -> Void
    ) throws(PolicyFileError) -> Check {
        func bad(_ reason: String) -> PolicyFileError {
            PolicyFileError(path: path, line: value.line, rule: name, reason: reason)
        }
        switch value.content {
        case .string(let text):
            return Check(parsing: text, report: report)
        case .null where value.tag == "!":
            throw bad("! stands without quotes and is lost; write \"!\"")
        case .null:
            report("there is no value, so everybody may; write \"@\" if that is meant")
            return .always
        case .sequence(let alternatives):
            var texts: [[String?]] = []
            for alternative in alternatives {
                switch alternative.content {
                case .string(""), .null: texts.append([])
                case .string(let text): texts.append([text])
                case .sequence(let parts): texts.append(parts.map(\.string))
                default: throw bad("each part of a list must be text or a list of texts")
                }
            }
            return Check(parsing: texts, report: report)
        case .bool, .number, .mapping:
            throw bad("a rule must be text or a list; put it in quotes")
        }
    }
}

/// Why a policy file cannot be used.
package struct PolicyFileError: Error, Equatable, CustomStringConvertible {
    package let path: String
    /// The line counted from 1, `nil` if the file cannot be read at all.
    package let line: Int?
    /// The rule that is wrong, `nil` if the file as a whole is.
    package let rule: String?
    package let reason: String

    init(path: String, line: Int? = nil, rule: String? = nil, reason: String) {
        self.path = path
        self.line = line
        self.rule = rule
        self.reason = reason
    }

    package var description: String {
        let place = line.map { "\(path):\($0)" } ?? path
        return rule.map { "\(place): rule '\($0)': \(reason)" } ?? "\(place): \(reason)"
    }
}
