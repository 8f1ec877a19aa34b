// SPDX-License-Identifier: Apache-2.0

/// Something that has resources to give: a host, a part of it, or a pool that hosts share.
package struct ResourceProvider: Equatable, Sendable {
    /// The identity of its row; clients never see it.
    package let id: Int
    package let uuid: String
    package var name: String?
    /// Counts the changes of what the provider has; a client's change must name the newest.
    package var generation: Int
    /// The provider at the top of its tree, itself if it has no parent.
    package var rootUUID: String
    /// The provider that it is a part of, `nil` at the top of a tree.
    package var parentUUID: String?
    /// When its row was made or last changed.
    package let lastModified: Timestamp?
    /// Whether its row was changed since it was made.
    package let wasUpdated: Bool

    package init(
        id: Int, uuid: String, name: String?, generation: Int, rootUUID: String,
        parentUUID: String?, lastModified: Timestamp? = nil, wasUpdated: Bool = false
    ) {
        self.id = id
        self.uuid = uuid
        self.name = name
        self.generation = generation
        self.rootUUID = rootUUID
        self.parentUUID = parentUUID
        self.lastModified = lastModified
        self.wasUpdated = wasUpdated
    }
}
