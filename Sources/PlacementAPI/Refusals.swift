// SPDX-License-Identifier: Apache-2.0

import Gateway
import Placement

extension APIError {
    /// The refusals of the domain that no handler puts into words of its own.
    init(_ error: PlacementError) {
        switch error {
        case .resourceProviderNotFound(let uuid):
            self = .outsideHandler(.notFound, "No resource provider with uuid \(uuid) found")
        case .resourceProviderGenerationConflict:
            self.init(
                .conflict,
                "Resource provider's generation already changed. Please update the generation "
                    + "and try again.", code: .concurrentUpdate)
        }
    }
}
