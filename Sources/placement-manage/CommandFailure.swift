// SPDX-License-Identifier: Apache-2.0

/// A command cannot do what it was asked, for a reason that it says.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
