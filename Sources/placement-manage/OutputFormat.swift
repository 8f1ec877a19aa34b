// SPDX-License-Identifier: Apache-2.0

import OpenStack

/// How a command prints what it found.
enum OutputFormat: String {
    case text, json

    /// The format that `--format` names; text without it.
    ///
    /// - Throws: ``UsageError`` for another word.
    init(_ options: [String: String]) throws(UsageError) {
        guard let word = options["--format"] else {
            self = .text
            return
        }
        guard let format = OutputFormat(rawValue: word) else {
            throw UsageError("--format must be text or json")
        }
        self = format
    }
}
