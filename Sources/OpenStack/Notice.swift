// SPDX-License-Identifier: Apache-2.0

/// Something that an operator should read in the log, from a part that has no log of its own.
package struct Notice: Equatable, Sendable {
    /// How much it matters.
    package enum Severity: Sendable {
        case info, warning, error
    }

    package let severity: Severity
    package let text: String

    init(_ severity: Severity, _ text: String) {
        self.severity = severity
        self.text = text
    }
}
