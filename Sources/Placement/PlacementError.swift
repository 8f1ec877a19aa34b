// SPDX-License-Identifier: Apache-2.0

/// A refusal that a client caused; the API maps each case to a status and a text.
package enum PlacementError: Error, Equatable {
    /// No resource provider has this UUID.
    case resourceProviderNotFound(uuid: String)
    /// Another client changed the resource provider since the caller read its generation.
    case resourceProviderGenerationConflict(uuid: String)
}
