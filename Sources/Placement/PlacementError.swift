// SPDX-License-Identifier: Apache-2.0

/// A refusal that a client caused; the API maps each case to a status and a text.
package enum PlacementError: Error, Equatable {
    /// No resource provider has this UUID.
    case resourceProviderNotFound(uuid: String)
    /// Another client changed the resource provider since the caller read its generation.
    case resourceProviderGenerationConflict(uuid: String)

    /// No resource class has this name.
    case resourceClassNotFound(name: String)
    /// Allocations use these classes of the provider, so its inventory of them cannot go.
    case inventoryInUse(resourceClasses: [String], provider: String)

    /// The consumer's generation is `actual`, `nil` if it is not there, where the client gave
    /// `given`, `nil` for `null`.
    case consumerGenerationConflict(actual: Int?, given: String?)
    /// A claim names a provider that is not there.
    case claimedProviderNotFound(uuid: String)
    /// The providers have no inventory of the classes that a claim names.
    case inventoryMissing(resourceClasses: [String], providers: [String])
    /// The amount of a claim does not fit beside what others hold.
    case capacityExceeded(resourceClass: String, provider: String)
    /// The amount of a claim offends against `min_unit`, `max_unit` or `step_size`.
    case constraintsViolated(resourceClass: String, provider: String)
    /// Another client changed a consumer since this transaction read it.
    case concurrentUpdate
    /// The consumer holds nothing that could be removed.
    case allocationsNotFound(consumer: String)
}
