// SPDX-License-Identifier: Apache-2.0

import OpenStack

/// How a command prints what it found.
enum OutputFormat: String {
    case text, json
}

extension CommandArguments {
    /// The format that `--format` names, which is checked already; text without it.
    var format: OutputFormat { OutputFormat(rawValue: options["--format"] ?? "") ?? .text }
}

extension Invocation {
    /// The format that `--format` names; text without it.
    var format: OutputFormat { arguments.format }
}

extension Inspection {
    /// The format that `--format` names; text without it.
    var format: OutputFormat { arguments.format }
}
