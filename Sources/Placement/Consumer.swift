// SPDX-License-Identifier: Apache-2.0

/// Somebody that holds resources, such as an instance or a migration.
package struct Consumer: Equatable, Sendable {
    package let uuid: String
    /// Counts the claims for it; from 1.28 on a claim must name the newest.
    package let generation: Int
    /// Keystone's identifier of the project that pays.
    package let projectID: String
    /// Keystone's identifier of the user who asked.
    package let userID: String
    /// What kind of consumer it is, such as `INSTANCE`; `nil` if nobody said so far.
    package let type: String?

    /// How clients see, and ask for, consumers without a type.
    ///
    /// Types have capitals only, so that none can be called this.
    /// Source: microversion 1.38; reference `placement/objects/consumer_type.py`.
    package static let unknownType = "unknown"

    package init(uuid: String, generation: Int, projectID: String, userID: String, type: String?) {
        self.uuid = uuid
        self.generation = generation
        self.projectID = projectID
        self.userID = userID
        self.type = type
    }

    /// Whether a claim names the project, the user and the type that the consumer has already.
    package func isOwned(asIn claim: Claim) -> Bool {
        projectID.isIdentical(to: claim.projectID) && userID.isIdentical(to: claim.userID)
            && (claim.consumerType == nil || claim.consumerType == type)
    }
}

extension Claim {
    /// Whether two claims name the same project, user and type.
    package func hasSameOwner(as other: Claim) -> Bool {
        projectID.isIdentical(to: other.projectID) && userID.isIdentical(to: other.userID)
            && consumerType == other.consumerType
    }
}

extension String {
    /// Whether both are the same code points: `==` holds `é` and `e´` for equal, databases do not.
    fileprivate func isIdentical(to other: String) -> Bool {
        utf8.elementsEqual(other.utf8)
    }
}
