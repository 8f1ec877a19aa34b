// SPDX-License-Identifier: Apache-2.0

/// The order in which allocation candidates are made.
package enum CandidatesGenerationStrategy: String, CaseIterable, Sendable {
    case depthFirst = "depth-first"
    case breadthFirst = "breadth-first"
}

/// Options of the section `placement`.
///
/// Source: reference `placement/conf/placement.py`.
package enum PlacementOptions {
    private static let nobody = "00000000-0000-0000-0000-000000000000"

    package static let randomizesCandidates = Option(
        "placement", "randomize_allocation_candidates", .boolean, default: false,
        """
        Answer a limited request for allocation candidates with a random choice among all of them, \
        instead of the first ones in an order that is always the same.
        """)

    package static let incompleteConsumerProjectID = Option(
        "placement", "incomplete_consumer_project_id", .string, default: nobody,
        "The project of consumers that clients made before microversion 1.8, which name none.")

    package static let incompleteConsumerUserID = Option(
        "placement", "incomplete_consumer_user_id", .string, default: nobody,
        "The user of consumers that clients made before microversion 1.8, which name none.")

    package static let allocationConflictRetryCount = Option(
        "placement", "allocation_conflict_retry_count", .integer(), default: 10,
        """
        How often an allocation is tried again when another writer changed the same provider in \
        the meantime.
        """)

    package static let maxAllocationCandidates = Option(
        "placement", "max_allocation_candidates", .integer(), default: -1,
        """
        How many allocation candidates one request may bring forth, before the request's own \
        limit is applied; -1 sets no bound. In clouds with wide trees of providers, a bound keeps \
        time and memory of a request within reason; breadth-first is the better strategy there.
        """)

    package static let candidatesGenerationStrategy = Option<CandidatesGenerationStrategy>(
        "placement", "allocation_candidates_generation_strategy", .choice(), default: .depthFirst,
        """
        The order in which providers are visited. With depth-first, all candidates of one tree \
        come before those of the next. With breadth-first, trees take turns, so that a bounded \
        answer covers many of them.
        """)

    package static let group = OptionGroup(
        "placement", "What the service hands out, and how much at a time.",
        [
            randomizesCandidates, incompleteConsumerProjectID, incompleteConsumerUserID,
            allocationConflictRetryCount, maxAllocationCandidates, candidatesGenerationStrategy,
        ])
}
