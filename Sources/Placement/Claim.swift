// SPDX-License-Identifier: Apache-2.0

/// All that one consumer shall hold once a request is done; whatever else it held goes.
///
/// A request of the API becomes a list of these: `PUT /allocations/{consumer}` one, `POST
/// /allocations` and `POST /reshaper` one for each consumer, in the order of the request's JSON.
/// A claim is never a difference: to drop one class of a consumer, a client names the others.
///
/// Source: reference `placement/handlers/allocation.py`, `create_allocation_list`.
package struct Claim: Equatable, Sendable {
    /// The UUID of the consumer, letter for letter as it is stored.
    package let consumer: String
    /// Keystone's identifier of the project that pays.
    package let projectID: String
    /// Keystone's identifier of the user who asked.
    package let userID: String
    /// The consumer's type, or `nil` from clients older than 1.38.
    ///
    /// Without one a new consumer is of no type (shown as `unknown`) and an old one keeps its own.
    package let consumerType: String?
    /// What the client believes to be the consumer's generation.
    package let generation: ExpectedGeneration
    /// What the consumer shall hold of each provider; empty means nothing at all.
    package let shares: [Share]

    package init(
        consumer: String, projectID: String, userID: String, consumerType: String? = nil,
        generation: ExpectedGeneration = .unchecked, shares: [Share]
    ) {
        self.consumer = consumer
        self.projectID = projectID
        self.userID = userID
        self.consumerType = consumerType
        self.generation = generation
        self.shares = shares
    }

    /// What a claim asks of one provider.
    package struct Share: Equatable, Sendable {
        /// The UUID of the provider as the client wrote it.
        package let provider: String
        /// The classes and amounts of at least 1, each class once.
        package let resources: [ResourceAmount]

        package init(provider: String, resources: [ResourceAmount]) {
            self.provider = provider
            self.resources = resources
        }
    }
}

/// The generation that a client believes a consumer to have, so that it does not overwrite what
/// somebody else claimed for the same consumer.
///
/// Source: microversion 1.28; reference `placement/handlers/util.py`, `ensure_consumer`.
package enum ExpectedGeneration: Equatable, Sendable {
    /// The client is older than 1.28 and overwrites whatever there is.
    case unchecked
    /// `null`: the consumer must not be there yet.
    case absent
    /// A number: the consumer must be there and have this generation.
    ///
    /// - Parameters:
    ///   - value: the number, `nil` if it is too large for any generation.
    ///   - text: the number as a refusal repeats it.
    case number(value: Int?, text: String)

    /// Whether a consumer of this generation, `nil` for none, is what the client expects.
    package func matches(_ generation: Int?) -> Bool {
        switch self {
        case .unchecked: true
        case .absent: generation == nil
        case .number(let value, _): value != nil && value == generation
        }
    }

    /// How a refusal repeats what the client sent; `nil` for `null`.
    package var text: String? {
        if case .number(_, let text) = self { text } else { nil }
    }
}
