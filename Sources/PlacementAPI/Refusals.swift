// SPDX-License-Identifier: Apache-2.0

import Gateway
import Placement

extension PlacementError {
    /// The refusal in the reference's words, which handlers may put into a longer sentence.
    ///
    /// Source: reference `placement/exception.py`.
    var message: String {
        switch self {
        case .resourceProviderNotFound(let uuid), .claimedProviderNotFound(let uuid):
            "No resource provider with uuid \(uuid) found"
        case .resourceProviderGenerationConflict:
            "Another thread concurrently updated the resource provider data. Please retry your "
                + "update"
        case .resourceClassNotFound(let name):
            "No such resource class \(name)."
        case .inventoryInUse(let resourceClasses, let provider):
            "Inventory for '\(resourceClasses.joined(separator: ", "))' on resource provider "
                + "'\(provider)' in use."
        case .consumerGenerationConflict(let actual, let given):
            "consumer generation conflict - expected \(actual.map(String.init) ?? "null") but "
                + "got \(given ?? "None")"
        case .inventoryMissing(let resourceClasses, let providers):
            "Inventory for '\(resourceClasses.joined(separator: ", "))' on resource provider "
                + "'\(providers.joined(separator: ", "))' invalid."
        case .capacityExceeded(let resourceClass, let provider):
            "Unable to create allocation for '\(resourceClass)' on resource provider "
                + "'\(provider)'. The requested amount would exceed the capacity."
        case .constraintsViolated(let resourceClass, let provider):
            "Unable to create allocation for '\(resourceClass)' on resource provider "
                + "'\(provider)'. The requested amount would violate inventory constraints."
        case .concurrentUpdate:
            "Another thread concurrently updated the data. Please retry your update"
        case .allocationsNotFound(let consumer):
            "No allocations for consumer '\(consumer)'"
        }
    }
}

extension APIError {
    /// The one place where a refusal of the domain that no handler worded itself becomes HTTP.
    init(_ error: PlacementError) {
        switch error {
        case .resourceProviderNotFound, .claimedProviderNotFound, .resourceClassNotFound,
            .allocationsNotFound:
            self = .outsideHandler(.notFound, error.message)
        case .resourceProviderGenerationConflict, .consumerGenerationConflict, .concurrentUpdate:
            self.init(.conflict, error.message, code: .concurrentUpdate)
        case .inventoryInUse:
            self.init(.conflict, error.message, code: .inventoryInUse)
        case .inventoryMissing, .capacityExceeded, .constraintsViolated:
            self.init(.conflict, error.message)
        }
    }
}
