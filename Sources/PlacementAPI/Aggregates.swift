// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import Placement
import Storage

// Source: reference `placement/handlers/aggregate.py` and `placement/schemas/aggregate.py`.

/// Answers `GET /resource_providers/{uuid}/aggregates`.
@Sendable func listAggregates(_ call: Call) throws -> Response {
    let uuid = call.parameter("uuid")
    let (provider, aggregates) = try call.read { store in
        let provider = try store.resourceProvider(uuid: uuid)
        return (provider, try store.aggregates(of: provider))
    }
    return answer(call, provider, aggregates)
}

/// Answers `PUT /resource_providers/{uuid}/aggregates`: the provider's aggregates become these.
///
/// Up to 1.18 the body is a list, and nobody looks at generations.
@Sendable func replaceAggregates(_ call: Call) throws -> Response {
    let uuid = call.parameter("uuid")
    let hasGeneration = call.version >= .aggregatesGeneration
    let body = try call.body(Schemas.replaceAggregates) {
        _ = try call.read { try $0.resourceProvider(uuid: uuid) }
    }
    let list = hasGeneration ? body["aggregates"] : body
    let aggregates = list?.array?.compactMap(\.string) ?? []
    let generation = body["resource_provider_generation"]?.integer
    let provider = try call.write { store in
        var provider = try store.resourceProvider(uuid: uuid)
        guard !hasGeneration || provider.generation == generation else {
            throw APIError(.conflict, changedGeneration, code: .concurrentUpdate)
        }
        try store.setAggregates(
            aggregates, of: &provider, incrementsGeneration: hasGeneration)
        return provider
    }
    return answer(call, provider, aggregates)
}

/// The answer says that it was modified now: nothing is known of when a provider joined.
private func answer(
    _ call: Call, _ provider: ResourceProvider, _ aggregates: [String]
) -> Response {
    var json = Writer(capacity: 80 + 40 * aggregates.count)
    json.object { json in
        json.array("aggregates") { json in
            for aggregate in aggregates { json.value(aggregate) }
        }
        if call.version >= .aggregatesGeneration {
            json.member("resource_provider_generation", provider.generation)
        }
    }
    return call.answer(json: json.bytes, lastModified: call.service.clock())
}
