// SPDX-License-Identifier: Apache-2.0

import Gateway
import Placement
import Storage

// What the handlers of several resources share.

extension Call {
    /// The provider, or a 404 that a handler of its parts words.
    ///
    /// - Parameters:
    ///   - uuid: the provider's UUID as the path has it.
    ///   - separator: `found:` or, for inventories, `found :`.
    ///   - store: where to look.
    /// - Returns: the provider.
    /// - Throws: ``APIError`` 404.
    func provider(
        _ uuid: String, _ separator: String, in store: Store
    ) throws -> ResourceProvider {
        do {
            return try store.resourceProvider(uuid: uuid)
        } catch let error as PlacementError {
            throw Call.providerNotFound(uuid, separator, error)
        }
    }

    static func providerNotFound(
        _ uuid: String, _ separator: String, _ error: PlacementError
    ) -> APIError {
        APIError(
            .notFound, "No resource provider with uuid \(uuid) \(separator) \(error.message)")
    }
}

/// A refusal that the handler itself tells, so that its answer has `vary`.
func inHandler(_ error: PlacementError) -> APIError {
    let plain = APIError(error)
    return APIError(plain.status, plain.detail, code: plain.code)
}

/// The newest of several moments; now if there are none.
func newest(_ moments: some Sequence<Timestamp?>, _ call: Call) -> Timestamp {
    moments.compactMap { $0 }.max() ?? call.service.clock()
}
