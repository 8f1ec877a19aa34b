// SPDX-License-Identifier: Apache-2.0

package import OpenStack
import Placement

/// What the operator decided about the API itself.
///
/// The defaults are those of the reference, `placement/conf/placement.py`.
package struct Settings: Sendable {
    /// The project of consumers that were claimed for without one, before 1.8.
    package var incompleteConsumerProjectID = "00000000-0000-0000-0000-000000000000"
    /// The user of consumers that were claimed for without one, before 1.8.
    package var incompleteConsumerUserID = "00000000-0000-0000-0000-000000000000"
    /// How often a claim is tried while others change the same provider; see
    /// ``Call/claim(_:)``.
    package var allocationConflictRetryCount = 10
    /// Whether candidates come in a random order.
    package var randomizesAllocationCandidates = false
    /// How many candidates an answer has at most, whatever its `limit`; `nil` for no bound.
    package var maximumAllocationCandidates: Int?
    /// Whether candidates are taken from all hosts in turn, not from one host after the other.
    package var generatesBreadthFirst = false
    /// The most candidates that one request may hold in memory; a limit of ours.
    package var candidateCeiling = 1_000_000
    /// The most choices that the search for one request may try; a limit of ours.
    package var candidateStepCeiling = CandidateOptions().stepCeiling
    /// The most bytes that one answer with candidates may have; a limit of ours.
    package var candidateAnswerCeiling = 1 << 30

    package init() {}
}

extension Settings {
    /// The options of the section `placement`.
    package init(_ configuration: Configuration) {
        incompleteConsumerProjectID = configuration[PlacementOptions.incompleteConsumerProjectID]
        incompleteConsumerUserID = configuration[PlacementOptions.incompleteConsumerUserID]
        allocationConflictRetryCount = configuration[PlacementOptions.allocationConflictRetryCount]
        randomizesAllocationCandidates = configuration[PlacementOptions.randomizesCandidates]
        let maximum = configuration[PlacementOptions.maxAllocationCandidates]
        maximumAllocationCandidates = maximum < 0 ? nil : maximum
        generatesBreadthFirst =
            configuration[PlacementOptions.candidatesGenerationStrategy] == .breadthFirst
    }
}
