// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import Placement
import Storage

/// Answers `POST /reshaper`: inventories move from provider to provider, allocations with them.
///
/// Source: reference `placement/handlers/reshaper.py`.
@Sendable func reshape(_ call: Call) throws -> Response {
    let body = try call.body(Schemas.reshape)
    let inventories = try (body["inventories"]?.object?.members ?? []).map {
        try Reshape($0.key, $0.value)
    }
    let claims = ClaimForm(call).claims(body["allocations"] ?? .null)
    do {
        try call.claim { store in try store.reshape(inventories, claims) }
    } catch let error as PlacementError {
        switch error {
        case .resourceProviderGenerationConflict, .concurrentUpdate:
            throw APIError(.conflict, "update conflict: \(error.message)", code: .concurrentUpdate)
        case .resourceClassNotFound:
            throw APIError(.badRequest, "malformed reshaper data: \(error.message)")
        case .inventoryInUse:
            throw APIError(.conflict, "update conflict: \(error.message)", code: .inventoryInUse)
        case .inventoryMissing, .capacityExceeded, .constraintsViolated:
            throw APIError(.conflict, "Unable to allocate inventory: \(error.message)")
        default: throw error
        }
    }
    return Response(.noContent)
}

extension Reshape {
    /// Reads a member of `inventories`.
    ///
    /// Its capacity is not looked at: unlike a `PUT` of inventories, this may reserve more than all.
    fileprivate init(_ provider: String, _ body: JSON.Value) throws {
        let generation = body["resource_provider_generation"] ?? .null
        self.init(
            provider: provider, generation: generation.integer,
            generationText: String(decoding: generation.encoded, as: UTF8.self),
            inventories: try (body["inventories"]?.object?.members ?? []).map { name, value in
                ClassInventory(name, try value.inventory(of: name, provider: provider))
            })
    }
}
