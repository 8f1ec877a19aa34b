// SPDX-License-Identifier: Apache-2.0

package import OpenStack

/// What the operator decided about the API itself.
///
/// The defaults are those of the reference, `placement/conf/placement.py`.
package struct Settings: Sendable {
    /// The project of consumers that were claimed for without one, before 1.8.
    package var incompleteConsumerProjectID = "00000000-0000-0000-0000-000000000000"
    /// The user of consumers that were claimed for without one, before 1.8.
    package var incompleteConsumerUserID = "00000000-0000-0000-0000-000000000000"
    /// Whether candidates come in a random order.
    package var randomizesAllocationCandidates = false
    /// How many candidates an answer has at most, whatever its `limit`; `nil` for no bound.
    package var maximumAllocationCandidates: Int?
    /// Whether candidates are taken from all hosts in turn, not from one host after the other.
    package var generatesBreadthFirst = false

    package init() {}
}

extension Settings {
    /// The options of the section `placement`.
    package init(_ configuration: Configuration) {
        incompleteConsumerProjectID = configuration[PlacementOptions.incompleteConsumerProjectID]
        incompleteConsumerUserID = configuration[PlacementOptions.incompleteConsumerUserID]
        randomizesAllocationCandidates = configuration[PlacementOptions.randomizesCandidates]
        let maximum = configuration[PlacementOptions.maxAllocationCandidates]
        maximumAllocationCandidates = maximum < 0 ? nil : maximum
        generatesBreadthFirst =
            configuration[PlacementOptions.candidatesGenerationStrategy] == .breadthFirst
    }
}
