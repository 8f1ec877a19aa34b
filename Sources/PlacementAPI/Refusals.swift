// SPDX-License-Identifier: Apache-2.0

import Gateway
import Placement

extension PlacementError {
    /// The refusal in the reference's words, which handlers may put into a longer sentence.
    ///
    /// Source: reference `placement/exception.py`.
    var message: String {
        switch self {
        case .resourceProviderNotFound(let uuid):
            "No resource provider with uuid \(uuid) found"
        case .resourceProviderGenerationConflict:
            "Another thread concurrently updated the resource provider data. Please retry your "
                + "update"
        case .duplicateResourceProvider(let uuid, let name):
            "Conflicting resource provider "
                + [uuid.map { "uuid: \($0)" }, name.map { "name: \($0)" }]
                .compactMap { $0 }.joined(separator: ", ") + " already exists."
        case .resourceProviderIsParent:
            "Cannot delete resource provider that is a parent of another. Delete child "
                + "providers first."
        case .resourceProviderInUse:
            "Resource provider has allocations."
        case .treeRefused(let refusal):
            refusal.message
        case .resourceClassNotFound(let name):
            "No such resource class \(name)."
        case .resourceClassExists(let name):
            "Resource class \(name) already exists."
        case .resourceClassInUse(let name):
            "Cannot delete resource class \(name). Class is in use in inventory."
        case .resourceClassIsStandard(let name):
            "Cannot delete standard resource class \(name)."
        case .invalidCapacity(let resourceClass, let provider, let mayReserveAll):
            "Invalid inventory for '\(resourceClass)' on resource provider '\(provider)'. The "
                + "reserved value is greater than \(mayReserveAll ? "" : "or equal to ")total."
        case .inventoryExists(let resourceClass):
            "There is an inventory of class \(resourceClass) already."
        case .inventoryNotFound(let resourceClass):
            "No inventory of class \(resourceClass) found."
        case .inventoryInUse(let resourceClasses, let provider):
            "Inventory for '\(resourceClasses.joined(separator: ", "))' on resource provider "
                + "'\(provider)' in use."
        case .traitNotFound(let name):
            "No such trait(s): \(name)."
        case .traitInUse(let name):
            "The trait \(name) is in use by a resource provider."
        case .traitIsStandard(let name):
            "Cannot delete standard trait \(name)."
        case .consumerGenerationConflict(let actual, let given):
            "consumer generation conflict - expected \(actual.map(String.init) ?? "null") but "
                + "got \(given ?? "None")"
        case .claimedProviderNotFound(let uuid):
            "Allocation for resource provider '\(uuid)' that does not exist."
        case .inventoryMissing(let resourceClasses, let providers):
            "Inventory for '\(resourceClasses.joined(separator: ", "))' on resource provider "
                + "'\(providers.joined(separator: ", "))' invalid."
        case .capacityExceeded(let resourceClass, let provider):
            "Unable to create allocation for '\(resourceClass)' on resource provider "
                + "'\(provider)'. The requested amount would exceed the capacity."
        case .constraintsViolated(let resourceClass, let provider):
            "Unable to create allocation for '\(resourceClass)' on resource provider "
                + "'\(provider)'. The requested amount would violate inventory constraints."
        case .reshapedProviderNotFound(let uuid):
            "Resource provider \(uuid) in inventories not found: No resource provider with uuid "
                + "\(uuid) found"
        case .reshapedProviderGenerationConflict(let uuid, let actual, let given):
            "resource provider generation conflict for provider \(uuid): actual: \(actual), "
                + "given: \(given)"
        case .concurrentUpdate:
            "Another thread concurrently updated the data. Please retry your update"
        case .allocationsNotFound(let consumer):
            "No allocations for consumer '\(consumer)'"
        }
    }
}

extension TreeRefusal {
    /// The refusal in the reference's words.
    ///
    /// Source: reference `placement/objects/resource_provider.py`, which says "create" of an
    /// unknown parent even where it updates.
    fileprivate var message: String {
        switch self {
        case .parentIsItself:
            "Object action create failed because: parent provider UUID cannot be same as UUID. "
                + "Please set parent provider UUID to None if there is no parent."
        case .parentNotFound:
            "Object action create failed because: parent provider UUID does not exist."
        case .reparenting:
            "Object action update failed because: re-parenting a provider is not currently "
                + "allowed."
        case .unparenting:
            "Object action update failed because: un-parenting a provider is not currently "
                + "allowed."
        case .loop:
            "Object action update failed because: creating loop in the provider tree is not "
                + "allowed."
        }
    }
}

extension APIError {
    /// The one place where a refusal of the domain that no handler worded itself becomes HTTP.
    init(_ error: PlacementError) {
        switch error {
        case .resourceProviderNotFound, .resourceClassNotFound, .traitNotFound, .inventoryNotFound:
            self = .outsideHandler(.notFound, error.message)
        case .allocationsNotFound:
            self.init(.notFound, error.message)
        case .claimedProviderNotFound:
            self.init(.badRequest, error.message)
        case .reshapedProviderNotFound:
            self.init(.badRequest, error.message, code: .providerNotFound)
        case .resourceProviderGenerationConflict, .reshapedProviderGenerationConflict,
            .consumerGenerationConflict, .concurrentUpdate:
            self.init(.conflict, error.message, code: .concurrentUpdate)
        case .inventoryInUse:
            self.init(.conflict, error.message, code: .inventoryInUse)
        case .duplicateResourceProvider:
            self.init(.conflict, error.message, code: .duplicateName)
        case .resourceProviderIsParent:
            self.init(.conflict, error.message, code: .cannotDeleteParent)
        case .resourceProviderInUse:
            self.init(.conflict, error.message, code: .providerInUse)
        case .inventoryExists:
            self.init(.conflict, error.message, code: .concurrentUpdate)
        case .resourceClassExists, .resourceClassInUse, .traitInUse, .inventoryMissing,
            .capacityExceeded, .constraintsViolated:
            self.init(.conflict, error.message)
        case .treeRefused, .invalidCapacity, .resourceClassIsStandard, .traitIsStandard:
            self.init(.badRequest, error.message)
        }
    }
}
