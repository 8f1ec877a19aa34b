// SPDX-License-Identifier: Apache-2.0

package import Metrics
import Placement

/// What has become of the claims of this process, for those who watch it.
package final class ClaimStatistics: Sendable {
    private let granted = Counter()
    private let refused = Counter()
    private let conflicting = Counter()
    private let invalid = Counter()
    private let retries = Counter()

    /// Counts a claim that is committed.
    func countGranted() { granted.add() }

    /// Counts another try after somebody else changed a provider.
    func countRetry() { retries.add() }

    /// Counts a claim that is refused.
    func count(_ refusal: PlacementError) {
        switch refusal {
        case .capacityExceeded, .constraintsViolated, .inventoryMissing:
            refused.add()
        case .resourceProviderGenerationConflict, .reshapedProviderGenerationConflict,
            .consumerGenerationConflict, .concurrentUpdate, .inventoryInUse:
            conflicting.add()
        default:
            invalid.add()
        }
    }

    /// Writes the figures.
    package func write(to page: inout Exposition) {
        page.counters(
            "placement_claims_total",
            "Claims by what became of them: refused for want of inventory or capacity, conflict with "
                + "somebody else's change, or invalid in naming what does not exist.",
            [
                ([("outcome", "granted")], Double(granted.value)),
                ([("outcome", "refused")], Double(refused.value)),
                ([("outcome", "conflict")], Double(conflicting.value)),
                ([("outcome", "invalid")], Double(invalid.value)),
            ])
        page.counter(
            "placement_claim_retries_total",
            "Claims tried again because somebody else changed a provider.", retries.value)
    }
}
