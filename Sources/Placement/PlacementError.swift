// SPDX-License-Identifier: Apache-2.0

/// A refusal that a client caused; the API maps each case to a status and a text.
package enum PlacementError: Error, Equatable {
    /// No resource provider has this UUID.
    case resourceProviderNotFound(uuid: String)
    /// Another client changed the resource provider since the caller read its generation.
    case resourceProviderGenerationConflict(uuid: String)
    /// A resource provider has this UUID, this name or both already.
    case duplicateResourceProvider(uuid: String?, name: String?)
    /// The resource provider has children.
    case resourceProviderIsParent(uuid: String)
    /// Consumers hold resources of the resource provider.
    case resourceProviderInUse(uuid: String)
    /// The place in the tree that the caller wants for a resource provider is impossible.
    case treeRefused(TreeRefusal)

    /// The resource class is not known.
    case resourceClassNotFound(name: String)
    /// A resource class of this name is there already.
    case resourceClassExists(name: String)
    /// A provider has an inventory of the resource class.
    case resourceClassInUse(name: String)
    /// The resource class is a standard one, which nobody changes.
    case resourceClassIsStandard(name: String)

    /// The inventory reserves more than it has, or all of it where that is not allowed either.
    case invalidCapacity(resourceClass: String, provider: String, mayReserveAll: Bool)
    /// The provider has an inventory of the class already.
    case inventoryExists(resourceClass: String)
    /// The provider has no inventory of the class.
    case inventoryNotFound(resourceClass: String)
    /// Allocations use these classes of the provider, so its inventory of them cannot go.
    case inventoryInUse(resourceClasses: [String], provider: String)

    /// The trait is not known.
    case traitNotFound(name: String)
    /// A provider has the trait.
    case traitInUse(name: String)
    /// The trait is a standard one, which nobody removes.
    case traitIsStandard(name: String)

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
    /// A request to reshape names a provider that is not there.
    case reshapedProviderNotFound(uuid: String)
    /// A request to reshape gives a provider another generation than it has.
    case reshapedProviderGenerationConflict(uuid: String, actual: Int, given: String)
    /// Another client changed a consumer since this transaction read it.
    case concurrentUpdate
    /// The consumer holds nothing that could be removed.
    case allocationsNotFound(consumer: String)
}

/// Why a resource provider cannot have the parent that a caller wants for it.
package enum TreeRefusal: Equatable, Sendable {
    case parentIsItself
    case parentNotFound
    /// It has another parent already, and the caller's version does not allow to change it.
    case reparenting
    /// It has a parent, and the caller's version does not allow to remove it.
    case unparenting
    /// The parent is the provider itself or below it.
    case loop
}
