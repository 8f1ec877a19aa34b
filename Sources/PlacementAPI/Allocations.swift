// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import Placement
import Storage

// Source: reference `placement/handlers/allocation.py`.

/// Answers `GET /allocations/{consumer_uuid}`: what a consumer holds, by provider.
///
/// There is no 404: nobody can tell a consumer that holds nothing from one that never was.
@Sendable func listConsumerAllocations(_ call: Call) throws -> Response {
    let uuid = call.parameter("consumer_uuid")
    let (consumer, allocations) = try call.read { try $0.allocations(ofConsumer: uuid) }
    var json = Writer(capacity: 256 + 96 * allocations.count)
    json.object { json in
        json.object("allocations") { json in
            for allocations in byProvider(allocations) {
                json.object(allocations[0].provider) { json in
                    json.object("resources") { json in
                        for allocation in allocations {
                            json.member(allocation.resourceClass, allocation.used)
                        }
                    }
                    json.member("generation", allocations[0].providerGeneration)
                }
            }
        }
        if let consumer { json.members(of: consumer, at: call.version) }
    }
    let moments = allocations.lazy.compactMap(\.lastModified)
    return call.answer(json: json.bytes, lastModified: moments.max() ?? call.service.clock())
}

/// The allocations of each provider together, in the order of the first of each.
private func byProvider(_ allocations: [Allocation]) -> [[Allocation]] {
    var groups: [[Allocation]] = []
    var indexes: [String: Int] = [:]
    for allocation in allocations {
        if let index = indexes[allocation.provider] {
            groups[index].append(allocation)
        } else {
            indexes[allocation.provider] = groups.count
            groups.append([allocation])
        }
    }
    return groups
}

extension Writer {
    fileprivate mutating func members(of consumer: Consumer, at version: Microversion) {
        guard version >= .allocationsAsObject else { return }
        member("project_id", consumer.projectID)
        member("user_id", consumer.userID)
        guard version >= .consumerGeneration else { return }
        member("consumer_generation", consumer.generation)
        guard version >= .consumerTypes else { return }
        member("consumer_type", consumer.type ?? Consumer.unknownType)
    }
}

/// Answers `GET /resource_providers/{uuid}/allocations`: what is held of a provider, by consumer.
@Sendable func listProviderAllocations(_ call: Call) throws -> Response {
    let uuid = call.parameter("uuid")
    let (provider, holdings) = try call.read { store in
        do {
            let provider = try store.resourceProvider(uuid: uuid)
            return (provider, try store.holdings(ofProvider: provider.id))
        } catch let error as PlacementError {
            throw APIError(.notFound, "Resource provider '\(uuid)' not found: \(error.message)")
        }
    }
    var json = Writer(capacity: 128 + 96 * holdings.count)
    json.object { json in
        json.object("allocations") { json in
            json.members(of: holdings, at: call.version)
        }
        json.member("resource_provider_generation", provider.generation)
    }
    let moments = holdings.lazy.compactMap(\.lastModified)
    return call.answer(json: json.bytes, lastModified: moments.max() ?? call.service.clock())
}

extension Writer {
    /// Writes a member for each consumer; the holdings of one consumer stand together.
    fileprivate mutating func members(of holdings: [Holding], at version: Microversion) {
        var rest = holdings[...]
        while let first = rest.first {
            let own = rest.prefix { $0.consumer == first.consumer }
            rest = rest.dropFirst(own.count)
            object(first.consumer) { json in
                json.object("resources") { json in
                    for holding in own { json.member(holding.resourceClass, holding.used) }
                }
                if version >= .consumerGeneration {
                    json.member("consumer_generation", first.consumerGeneration)
                }
            }
        }
    }
}

/// Answers `PUT /allocations/{consumer_uuid}`: the consumer holds this from now on.
@Sendable func replaceConsumerAllocations(_ call: Call) throws -> Response {
    let parameter = call.parameter("consumer_uuid")
    guard let uuid = UUIDText.normalized(parameter) else {
        throw APIError(.badRequest, "Malformed consumer_uuid: \(parameter)")
    }
    let body = try call.body(Schemas.replaceConsumerAllocations)
    let claim = ClaimForm(call).claim(of: uuid, body)
    try write([claim], call, unknownClass: "Unable to allocate inventory for consumer \(uuid):")
    return Response(.noContent)
}

/// Answers `POST /allocations`: several consumers hold this from now on, all of them or none.
@Sendable func replaceManyAllocations(_ call: Call) throws -> Response {
    let body = try call.body(Schemas.replaceManyAllocations)
    try write(ClaimForm(call).claims(body), call, unknownClass: "Unable to allocate inventory")
    return Response(.noContent)
}

private func write(_ claims: [Claim], _ call: Call, unknownClass: String) throws {
    do {
        try call.claim { store in try store.write(claims) }
    } catch let error as PlacementError {
        switch error {
        case .resourceClassNotFound:
            throw APIError(.badRequest, "\(unknownClass) \(error.message)")
        case .inventoryMissing, .capacityExceeded, .constraintsViolated:
            throw APIError(.conflict, "Unable to allocate inventory: \(error.message)")
        case .resourceProviderGenerationConflict, .concurrentUpdate:
            throw APIError(
                .conflict,
                "Inventory and/or allocations changed while attempting to allocate: "
                    + error.message, code: .concurrentUpdate)
        default: throw error
        }
    }
}

/// Answers `DELETE /allocations/{consumer_uuid}`: the consumer holds nothing any more.
@Sendable func deleteConsumerAllocations(_ call: Call) throws -> Response {
    let uuid = call.parameter("consumer_uuid")
    try call.write { try $0.removeAllocations(ofConsumer: uuid) }
    return Response(.noContent)
}
