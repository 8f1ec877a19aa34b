// SPDX-License-Identifier: Apache-2.0

import JSON

/// What bodies and queries about providers may hold, in each version.
///
/// Source: reference `placement/schemas/resource_provider.py`.
enum ProviderSchemas {
    /// The body of `POST /resource_providers`.
    static func creation(_ version: Microversion) -> Schema {
        version >= .nestedProviders ? creationWithParent : plainCreation
    }

    /// The body of `PUT /resource_providers/{uuid}`.
    static func update(_ version: Microversion) -> Schema {
        version >= .nestedProviders ? updateWithParent : plainUpdate
    }

    /// The query of `GET /resource_providers`.
    static func list(_ version: Microversion) -> Schema {
        switch version {
        case .requiredTraits...: listByTraits
        case .nestedProviders...: listByTree
        case .resourcesFilter...: listByResources
        case .memberOf...: listByAggregates
        default: plainList
        }
    }

    private static let name: Schema.Properties = ["name": [.type(.string), .maxLength(200)]]
    private static let uuid: Schema.Properties = ["uuid": [.type(.string), .format(.uuid)]]
    private static let parent: Schema.Properties = [
        "parent_provider_uuid": [
            .anyOf([[.type(.string), .format(.uuid)], [.type(.null)]])
        ]
    ]

    private static let plainCreation = body(name + uuid)
    private static let creationWithParent = body(name + uuid + parent)
    private static let plainUpdate = body(name)
    private static let updateWithParent = body(name + parent)

    private static func body(_ properties: Schema.Properties) -> Schema {
        [.type(.object), .properties(properties), .required(["name"]), .noAdditionalProperties]
    }

    private static let nameAndUUID: Schema.Properties = [
        "name": [.type(.string)], "uuid": [.type(.string), .format(.dashedUUID)],
    ]
    private static let byAggregates = nameAndUUID + ["member_of": [.type(.string)]]
    private static let byResources = byAggregates + ["resources": [.type(.string)]]
    private static let byTree =
        byResources + ["in_tree": [.type(.string), .format(.dashedUUID)]]
    private static let byTraits = byTree + ["required": [.type(.string)]]

    private static let plainList = query(nameAndUUID)
    private static let listByAggregates = query(byAggregates)
    private static let listByResources = query(byResources)
    private static let listByTree = query(byTree)
    private static let listByTraits = query(byTraits)

    private static func query(_ properties: Schema.Properties) -> Schema {
        [.type(.object), .properties(properties), .noAdditionalProperties]
    }
}
