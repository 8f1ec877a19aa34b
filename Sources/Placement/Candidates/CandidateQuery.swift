// SPDX-License-Identifier: Apache-2.0

/// What a client asks of `GET /allocation_candidates`, in names, as the query string has them.
package struct CandidateQuery: Equatable, Sendable {
    /// The request groups in the order in which their suffixes first appear.
    package var groups: [RequestGroup] = []
    /// Whether each suffixed group must have a provider of its own (`group_policy=isolate`).
    package var isolatesGroups = false
    /// Traits that the root of the tree must have.
    package var rootRequired: [String] = []
    /// Traits that the root of the tree must not have.
    package var rootForbidden: [String] = []
    /// Sets of suffixes whose providers must be below or at one of them.
    package var sameSubtrees: [[String]] = []
    /// How many candidates are wanted at most; `nil` for all.
    package var limit: Int?
    /// Whether several providers of one tree may serve one candidate (from microversion 1.29).
    package var isNestedAware = true

    package init() {}
}

/// One group of a query: what is asked of one provider, or, in the group without a suffix, of a
/// tree and of the providers that share with it.
package struct RequestGroup: Equatable, Sendable {
    /// What follows `resources` in the query string; empty for the group that may be spread.
    package var suffix: String
    /// Amounts of resource classes; the classes differ.
    package var resources: [(name: String, amount: Int)] = []
    /// Sets of traits, of each of which at least one is required.
    package var required: [[String]] = []
    package var forbidden: [String] = []
    /// Sets of aggregates' UUIDs, of each of which the provider must be in at least one.
    package var memberOf: [[String]] = []
    /// UUIDs of aggregates that the provider must not be in.
    package var forbiddenAggregates: [String] = []
    /// The UUID of any provider of the tree that must serve the group.
    package var inTree: String?

    package init(suffix: String) {
        self.suffix = suffix
    }

    /// Whether one provider must serve all of the group.
    package var usesSameProvider: Bool { !suffix.isEmpty }

    package static func == (left: RequestGroup, right: RequestGroup) -> Bool {
        left.suffix == right.suffix && left.required == right.required
            && left.forbidden == right.forbidden && left.memberOf == right.memberOf
            && left.forbiddenAggregates == right.forbiddenAggregates
            && left.inTree == right.inTree
            && left.resources.elementsEqual(right.resources) {
                $0.name == $1.name && $0.amount == $1.amount
            }
    }
}

/// How the service was told to search.
package struct CandidateOptions: Equatable, Sendable {
    /// In which order the trees are visited.
    ///
    /// Source: reference `placement/conf/placement.py`, `allocation_candidates_generation_strategy`.
    package enum Strategy: Equatable, Sendable {
        /// All candidates of a tree before the next tree.
        case depthFirst
        /// One candidate of each tree in turn.
        case breadthFirst
    }

    package var strategy = Strategy.depthFirst
    /// How many candidates are generated at most; `nil` for all (`max_allocation_candidates`).
    package var maximum: Int?
    /// Where chance starts, if candidates are to be in random order; `nil` for a fixed order.
    package var randomSeed: UInt64?
    /// The most candidates that one request may hold in memory.
    package var candidateCeiling = 2_000_000
    /// The most choices that one search may try before it gives up.
    ///
    /// A few seconds of one thread.
    package var stepCeiling = 20_000_000

    package init() {}
}

/// Why a query has no answer.
package enum CandidateError: Error, Equatable {
    /// The query names a trait that does not exist.
    case traitNotFound(String)
    /// The query names a resource class that does not exist.
    case resourceClassNotFound(String)
    /// There are more candidates than one request may hold.
    case tooManyCandidates(ceiling: Int)
    /// The search tried more choices than one request may.
    case tooMuchWork(ceiling: Int)
}
