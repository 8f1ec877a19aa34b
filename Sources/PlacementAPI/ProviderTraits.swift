// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import Placement
import Storage

// Source: reference `placement/handlers/trait.py` and `placement/schemas/trait.py`.

/// Answers `GET /resource_providers/{uuid}/traits`.
@Sendable func listProviderTraits(_ call: Call) throws -> Response {
    let uuid = call.parameter("uuid")
    let (provider, traits) = try call.read { store in
        let provider = try call.provider(uuid, "found:", in: store)
        return (provider, try store.traits(of: provider))
    }
    return answer(call, provider, traits)
}

/// Answers `PUT /resource_providers/{uuid}/traits`: the traits become these.
@Sendable func replaceProviderTraits(_ call: Call) throws -> Response {
    let uuid = call.parameter("uuid")
    let body = try call.body(Schemas.replaceProviderTraits)
    let names = body["traits"]?.array?.compactMap(\.string) ?? []
    let generation = body["resource_provider_generation"]?.integer
    let (provider, traits) = try call.write { store in
        var provider = try store.resourceProvider(uuid: uuid)
        guard provider.generation == generation else {
            throw APIError(.conflict, changedGeneration, code: .concurrentUpdate)
        }
        let traits = try store.traits(named: names)
        let known = Set(traits.map(\.name))
        let unknown = names.filter { !known.contains($0) }
        guard unknown.isEmpty else {
            throw APIError(.badRequest, "No such trait \(unknown.joined(separator: ", "))")
        }
        try store.setTraits(traits, of: &provider)
        return (provider, traits)
    }
    return answer(call, provider, traits)
}

/// Answers `DELETE /resource_providers/{uuid}/traits`: the provider loses all its traits.
@Sendable func deleteProviderTraits(_ call: Call) throws -> Response {
    let uuid = call.parameter("uuid")
    try call.write { store in
        var provider = try store.resourceProvider(uuid: uuid)
        try store.setTraits([], of: &provider)
    }
    return Response(.noContent)
}

private func answer(_ call: Call, _ provider: ResourceProvider, _ traits: [Trait]) -> Response {
    var json = Writer(capacity: 80 + 40 * traits.count)
    json.object { json in
        write(traits, to: &json)
        json.member("resource_provider_generation", provider.generation)
    }
    return call.answer(json: json.bytes, lastModified: newest(traits.map(\.lastModified), call))
}

/// What clients read whose generation is not the newest.
let changedGeneration =
    "Resource provider's generation already changed. Please update the generation and try again."
