// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import Placement
import Storage

// Source: reference `placement/handlers/resource_provider.py` and
// `placement/schemas/resource_provider.py`.

/// Answers `GET /resource_providers/{uuid}`.
@Sendable func showResourceProvider(_ call: Call) throws -> Response {
    let uuid = call.parameter("uuid")
    let provider = try call.read { try $0.resourceProvider(uuid: uuid) }
    return answer(call, provider)
}

/// Answers `GET /resource_providers`: all providers, or those that a filter leaves.
@Sendable func listResourceProviders(_ call: Call) throws -> Response {
    let filter = try ProviderFilter(
        try call.query(Schemas.listResourceProviders), version: call.version)
    let form = ProviderForm(call)
    var newest: Timestamp?
    var json = Writer(capacity: 4096)
    json.beginObject()
    json.key("resource_providers")
    json.beginArray()
    do {
        try call.read { store in
            try store.resourceProviders(matching: filter) { provider in
                form.write(provider, to: &json)
                if let moment = provider.lastModified { newest = max(moment, newest ?? moment) }
            }
        }
    } catch let error as PlacementError {
        switch error {
        case .resourceClassNotFound:
            throw APIError(
                .badRequest,
                "Invalid resource class in resources parameter: \(error.message)")
        case .traitNotFound:
            throw APIError(
                .badRequest, "Invalid trait(s) in \"required\" parameter: \(error.message)")
        default: throw error
        }
    }
    json.endArray()
    json.endObject()
    return call.answer(json: json.bytes, lastModified: newest ?? call.service.clock())
}

/// Answers `POST /resource_providers`: 201 without a body, from 1.20 on 200 with the provider.
@Sendable func createResourceProvider(_ call: Call) throws -> Response {
    let body = try call.body(Schemas.createResourceProvider)
    let name = body["name"]?.string ?? ""
    let uuid = body["uuid"]?.string.flatMap(UUIDText.normalized) ?? UUIDText.random()
    let parentUUID = body["parent_provider_uuid"]?.string
    let refused = "Unable to create resource provider \"\(name)\", \(uuid): "
    guard !name.isEmpty else {
        throw APIError(
            .badRequest,
            refused + "Object action create failed because: name is required")
    }
    let provider = try call.write { store in
        do {
            return try store.addResourceProvider(uuid: uuid, name: name, parentUUID: parentUUID)
        } catch let error as PlacementError {
            guard case .treeRefused = error else { throw inHandler(error) }
            throw APIError(.badRequest, refused + error.message)
        }
    }
    var response =
        call.version >= .providerInAnswer ? answer(call, provider) : Response(.created)
    response.headers.add("Location", call.location("/resource_providers/\(uuid)"))
    return response
}

/// Answers `PUT /resource_providers/{uuid}`: a new name, and from 1.14 on a parent.
@Sendable func updateResourceProvider(_ call: Call) throws -> Response {
    let uuid = call.parameter("uuid")
    let body = try call.body(Schemas.updateResourceProvider) {
        _ = try call.read { try $0.resourceProvider(uuid: uuid) }
    }
    let name = body["name"]?.string ?? ""
    let parent = body["parent_provider_uuid"]
    let allowsReparenting = call.version >= .reparenting
    let (provider, lastModified) = try call.write { store in
        var provider = try store.resourceProvider(uuid: uuid)
        let lastModified = provider.wasUpdated ? provider.lastModified : nil
        do {
            try store.update(
                &provider, name: name,
                parentUUID: parent.map(\.string) ?? provider.parentUUID,
                allowsReparenting: allowsReparenting)
        } catch let error as PlacementError {
            switch error {
            case .duplicateResourceProvider:
                throw APIError(
                    .conflict, "Conflicting resource provider \(name) already exists.",
                    code: .duplicateName)
            case .treeRefused:
                throw APIError(
                    .badRequest, "Unable to save resource provider \(uuid): \(error.message)")
            default: throw error
            }
        }
        return (provider, lastModified)
    }
    // As in the reference, the answer tells of the change before this one, or of none.
    return answer(call, provider, lastModified: lastModified)
}

/// Answers `DELETE /resource_providers/{uuid}`.
@Sendable func deleteResourceProvider(_ call: Call) throws -> Response {
    let uuid = call.parameter("uuid")
    try call.write { store in
        do {
            try store.remove(store.resourceProvider(uuid: uuid))
        } catch let error as PlacementError {
            switch error {
            case .resourceProviderNotFound:
                throw APIError(
                    .notFound, "No resource provider with uuid \(uuid) found for delete")
            case .resourceProviderInUse:
                throw APIError(
                    .conflict, "Unable to delete resource provider \(uuid): \(error.message)",
                    code: .providerInUse)
            case .resourceProviderIsParent:
                throw APIError(
                    .conflict,
                    "Unable to delete parent resource provider \(uuid): It has child resource "
                        + "providers.", code: .cannotDeleteParent)
            default: throw error
            }
        }
    }
    return Response(.noContent)
}

private func answer(_ call: Call, _ provider: ResourceProvider) -> Response {
    answer(call, provider, lastModified: provider.lastModified ?? call.service.clock())
}

private func answer(
    _ call: Call, _ provider: ResourceProvider, lastModified: Timestamp?
) -> Response {
    var json = Writer(capacity: 1024)
    ProviderForm(call).write(provider, to: &json)
    var response = call.answer(json: json.bytes, lastModified: lastModified)
    if lastModified == nil { call.addNoCache(to: &response) }
    return response
}

extension ProviderFilter {
    /// Reads the parameters of the list.
    init(_ query: QueryString, version: Microversion) throws {
        self.init()
        membership = try AggregateFilter(query, version: version)
        traits = try TraitFilter(query, version: version)
        uuid = query["uuid"]
        name = query["name"]
        inTree = query["in_tree"]
        if let value = query["resources"] { resources = try ResourceAmount.list(value) }
    }
}
