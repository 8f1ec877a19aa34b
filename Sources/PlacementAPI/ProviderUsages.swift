// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import Placement
import Storage

/// Answers `GET /resource_providers/{uuid}/usages`: what consumers hold of each class.
///
/// Source: reference `placement/handlers/usage.py`, `list_usages`.
@Sendable func listProviderUsages(_ call: Call) throws -> Response {
    let uuid = call.parameter("uuid")
    let (provider, usages) = try call.read { store in
        let provider = try call.provider(uuid, "found:", in: store)
        return (provider, try store.usages(of: provider))
    }
    var json = Writer()
    json.object { json in
        json.member("resource_provider_generation", provider.generation)
        json.object("usages") { json in
            for usage in usages { json.member(usage.resourceClass, usage.amount) }
        }
    }
    return call.answer(json: json.bytes, lastModified: call.service.clock())
}
