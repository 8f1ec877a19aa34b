// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import Placement

/// How a version of the API writes a provider as JSON.
///
/// Lists of many thousand providers are written with it, so what is the same for all of them is
/// made once.
struct ProviderForm {
    private let hasTree: Bool
    /// What stands between two of the places where the links need the provider's UUID.
    private let linkParts: [[UInt8]]

    init(_ call: Call) {
        hasTree = call.version >= .nestedProviders
        var names = ["inventories", "usages"]
        if call.version >= .aggregates { names.append("aggregates") }
        if call.version >= .traits { names.append("traits") }
        if call.version >= .allocationsLink { names.append("allocations") }

        // Put together from bytes: a single provider is written with it as well.
        var prefix = JSON.Value.string(call.request.scriptName + "/resource_providers/").encoded
        prefix.removeLast()
        var parts = [Array(#"[{"rel": "self", "href": "#.utf8) + prefix]
        var end: [UInt8] = []
        for name in names {
            let name = Array(name.utf8)
            parts.append(end + ProviderForm.next + name + ProviderForm.address + prefix)
            end = [UInt8(ascii: "/")] + name
        }
        parts.append(end + ProviderForm.last)
        linkParts = parts
    }

    private static let next = Array(#""}, {"rel": ""#.utf8)
    private static let address = Array(#"", "href": "#.utf8)
    private static let last = Array(#""}]"#.utf8)

    func write(_ provider: ResourceProvider, to json: inout Writer) {
        json.beginObject()
        json.member("uuid", provider.uuid)
        json.member("name", provider.name)
        json.member("generation", provider.generation)
        json.key("links")
        json.value(encoded: links(of: provider))
        if hasTree {
            json.member("parent_provider_uuid", provider.parentUUID)
            json.member("root_provider_uuid", provider.rootUUID)
        }
        json.endObject()
    }

    private func links(of provider: ResourceProvider) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(768)
        var isFirst = true
        for part in linkParts {
            if !isFirst { bytes.append(contentsOf: provider.uuid.utf8) }
            isFirst = false
            bytes.append(contentsOf: part)
        }
        return bytes
    }
}
