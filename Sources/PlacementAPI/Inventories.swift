// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import Placement
import Storage

// Source: reference `placement/handlers/inventory.py`.

/// Answers `GET /resource_providers/{uuid}/inventories`.
@Sendable func listInventories(_ call: Call) throws -> Response {
    let uuid = call.parameter("uuid")
    let (generation, inventories) = try findInventories(call, uuid)
    var json = Writer(capacity: 64 + 160 * inventories.count)
    json.object { json in
        json.member("resource_provider_generation", generation)
        json.object("inventories") { json in
            for inventory in inventories {
                json.object(inventory.resourceClass) { $0.members(of: inventory.inventory) }
            }
        }
    }
    return answer(
        call, json.bytes,
        lastModified: inventories.isEmpty ? nil : newest(inventories.map(\.lastModified), call))
}

/// Answers `GET /resource_providers/{uuid}/inventories/{resource_class}`.
@Sendable func showInventory(_ call: Call) throws -> Response {
    let uuid = call.parameter("uuid")
    let name = call.parameter("resource_class")
    let (generation, inventories) = try findInventories(call, uuid)
    guard let found = inventories.first(where: { $0.resourceClass == name }) else {
        throw APIError(.notFound, "No inventory of class \(name) for \(uuid)")
    }
    var json = Writer()
    json.object { json in
        json.members(of: found.inventory)
        json.generation(generation)
    }
    return answer(call, json.bytes, lastModified: newest([found.lastModified], call))
}

/// Answers `POST /resource_providers/{uuid}/inventories`: 201 and the new inventory.
///
/// A generation in the body is not looked at.
@Sendable func createInventory(_ call: Call) throws -> Response {
    let uuid = call.parameter("uuid")
    let body = try call.body(Schemas.createInventory) {
        _ = try call.read { try $0.resourceProvider(uuid: uuid) }
    }
    let name = body["resource_class"]?.string ?? ""
    let provider = try call.write { store in
        var provider = try store.resourceProvider(uuid: uuid)
        do {
            let inventory = try body.inventory(of: name, provider: uuid, version: call.version)
            try store.add(ClassInventory(name, inventory), to: &provider)
        } catch let error as PlacementError {
            switch error {
            case .inventoryExists, .resourceProviderGenerationConflict:
                throw conflict("Update conflict", error)
            default: throw refusal("create", uuid, error)
            }
        }
        return provider
    }
    var response = answer(call, single(body, provider), lastModified: call.service.clock())
    response.status = .created
    response.headers.add(
        "Location", call.location("/resource_providers/\(provider.uuid)/inventories/\(name)"))
    return response
}

/// Answers `PUT /resource_providers/{uuid}/inventories/{resource_class}`.
@Sendable func updateInventory(_ call: Call) throws -> Response {
    let uuid = call.parameter("uuid")
    let name = call.parameter("resource_class")
    let body = try call.body(Schemas.updateInventory) {
        _ = try call.read { try $0.resourceProvider(uuid: uuid) }
    }
    let (provider, isExceeded) = try call.write { store in
        var provider = try store.resourceProvider(uuid: uuid)
        var isExceeded = false
        try requireGeneration(body, provider)
        do {
            let inventory = try body.inventory(of: name, provider: uuid, version: call.version)
            isExceeded = try store.update(ClassInventory(name, inventory), of: &provider)
        } catch let error as PlacementError {
            switch error {
            case .inventoryNotFound:
                throw APIError(
                    .badRequest,
                    "No inventory record with resource class for resource provider \(uuid): "
                        + error.message)
            case .resourceProviderGenerationConflict: throw conflict("update conflict", error)
            case .invalidCapacity: throw refusal("update", uuid, error)
            default: throw error
            }
        }
        return (provider, isExceeded)
    }
    warn(call, provider, isExceeded ? [name] : [])
    return answer(call, single(body, provider), lastModified: call.service.clock())
}

/// Answers `PUT /resource_providers/{uuid}/inventories`: the inventories become these.
@Sendable func replaceInventories(_ call: Call) throws -> Response {
    let uuid = call.parameter("uuid")
    let body = try call.body(Schemas.replaceInventories) {
        _ = try call.read { try $0.resourceProvider(uuid: uuid) }
    }
    let members = body["inventories"]?.object ?? [:]
    let (provider, exceeded) = try call.write { store in
        var provider = try store.resourceProvider(uuid: uuid)
        var exceeded: [String] = []
        try requireGeneration(body, provider)
        do {
            let inventories = try members.inventories(provider: uuid, version: call.version)
            exceeded = try store.setInventories(inventories, of: &provider)
        } catch let error as PlacementError {
            switch error {
            case .resourceClassNotFound:
                throw APIError(
                    .badRequest,
                    "Unknown resource class in inventory for resource provider \(uuid): "
                        + error.message)
            case .inventoryInUse:
                throw APIError(
                    .conflict, "update conflict: \(error.message)", code: .inventoryInUse)
            case .resourceProviderGenerationConflict: throw conflict("update conflict", error)
            case .invalidCapacity: throw refusal("update", uuid, error)
            default: throw error
            }
        }
        return (provider, exceeded)
    }
    warn(call, provider, exceeded)
    var json = Writer(capacity: 64 + 160 * members.count)
    json.object { json in
        json.member("resource_provider_generation", provider.generation)
        json.object("inventories") { json in
            for (name, inventory) in members { json.object(name) { $0.members(of: inventory) } }
        }
    }
    return answer(
        call, json.bytes, lastModified: members.isEmpty ? nil : call.service.clock())
}

/// Answers `DELETE /resource_providers/{uuid}/inventories`.
@Sendable func deleteInventories(_ call: Call) throws -> Response {
    let uuid = call.parameter("uuid")
    try call.write { store in
        var provider = try store.resourceProvider(uuid: uuid)
        do {
            try store.setInventories([], of: &provider)
        } catch PlacementError.resourceProviderGenerationConflict {
            throw APIError(
                .conflict,
                "Unable to delete inventory for resource provider \(uuid) because the inventory "
                    + "was updated by another process. Please retry your request.",
                code: .concurrentUpdate)
        }
    }
    return Response(.noContent)
}

/// Answers `DELETE /resource_providers/{uuid}/inventories/{resource_class}`.
@Sendable func deleteInventory(_ call: Call) throws -> Response {
    let uuid = call.parameter("uuid")
    let name = call.parameter("resource_class")
    try call.write { store in
        var provider = try store.resourceProvider(uuid: uuid)
        do {
            try store.removeInventory(of: name, from: &provider)
        } catch let error as PlacementError {
            switch error {
            case .inventoryInUse, .resourceProviderGenerationConflict:
                throw conflict("Unable to delete inventory of class \(name)", error)
            case .inventoryNotFound:
                throw notFoundForDelete(name, "No inventory of class \(name) found for delete")
            case .resourceClassNotFound: throw notFoundForDelete(name, error.message)
            default: throw error
            }
        }
    }
    return Response(.noContent)
}

private func notFoundForDelete(_ name: String, _ reason: String) -> APIError {
    APIError(.notFound, "No inventory of class \(name) found for delete: \(reason)")
}

private func findInventories(
    _ call: Call, _ uuid: String
) throws -> (generation: Int, inventories: [ClassInventory]) {
    do {
        return try call.read { try $0.inventories(ofProvider: uuid) }
    } catch let error as PlacementError {
        throw Call.providerNotFound(uuid, "found :", error)
    }
}

/// The refusal of a change that another one was in the way of.
private func conflict(_ what: String, _ error: PlacementError) -> APIError {
    APIError(.conflict, "\(what): \(error.message)", code: .concurrentUpdate)
}

private func refusal(_ verb: String, _ uuid: String, _ error: PlacementError) -> APIError {
    APIError(
        .badRequest,
        "Unable to \(verb) inventory for resource provider \(uuid): \(error.message)")
}

/// Tells the operator of classes of which consumers now hold more than there is.
private func warn(_ call: Call, _ provider: ResourceProvider, _ exceeded: [String]) {
    for name in exceeded {
        call.service.warn(
            "Resource provider \(provider.uuid) is now over-capacity for \(name)", call.request)
    }
}

private func requireGeneration(_ body: JSON.Value, _ provider: ResourceProvider) throws {
    guard body["resource_provider_generation"]?.integer == provider.generation else {
        throw APIError(
            .conflict, "resource provider generation conflict", code: .concurrentUpdate)
    }
}

/// An inventory that a client sent, back in its own numbers.
private func single(_ body: JSON.Value, _ provider: ResourceProvider) -> [UInt8] {
    var json = Writer()
    json.object { json in
        json.members(of: body)
        json.generation(provider.generation)
    }
    return json.bytes
}

/// An answer that says when it was last modified only if that is known.
private func answer(_ call: Call, _ json: [UInt8], lastModified: Timestamp?) -> Response {
    var response = call.answer(json: json, lastModified: lastModified)
    if lastModified == nil { call.addNoCache(to: &response) }
    return response
}
