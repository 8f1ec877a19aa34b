// SPDX-License-Identifier: Apache-2.0

/// A kind of thing that providers have and consumers hold, such as `VCPU`.
package struct ResourceClass: Equatable, Sendable {
    /// The identity of its row; clients never see it.
    package let id: Int
    package let name: String
    /// When its row was made or last changed.
    package let lastModified: Timestamp?

    package init(id: Int, name: String, lastModified: Timestamp?) {
        self.id = id
        self.name = name
        self.lastModified = lastModified
    }
}
