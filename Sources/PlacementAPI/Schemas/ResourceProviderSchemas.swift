// SPDX-License-Identifier: Apache-2.0

import JSON

extension Schemas {
    /// The body of `POST /resource_providers`.
    static let createResourceProvider: VersionedSchema = [
        .minimum: provider(["name": providerName, "uuid": uuid]),
        .nestedProviders: provider(["name": providerName, "uuid": uuid] + parent),
    ]

    /// The body of `PUT /resource_providers/{uuid}`.
    static let updateResourceProvider: VersionedSchema = [
        .minimum: provider(["name": providerName]),
        .nestedProviders: provider(["name": providerName] + parent),
    ]

    private static func provider(_ properties: Schema.Properties) -> Schema {
        [.type(.object), .properties(properties), .required(["name"]), .noAdditionalProperties]
    }

    private static let providerName: Schema = [.type(.string), .maxLength(200)]
    private static let parent: Schema.Properties = [
        "parent_provider_uuid": [.anyOf([uuid, [.type(.null)]])]
    ]

    /// The query string of `GET /resource_providers`.
    static let listResourceProviders: VersionedSchema = [
        .minimum: filters(nameAndUUID),
        .memberOf: filters(nameAndUUID + memberOf),
        .resourcesFilter: filters(nameAndUUID + memberOf + resources),
        .nestedProviders: filters(nameAndUUID + memberOf + resources + inTree),
        .requiredTraits: filters(
            nameAndUUID + memberOf + resources + inTree + ["required": string]),
    ]

    private static func filters(_ properties: Schema.Properties) -> Schema {
        [.type(.object), .properties(properties), .noAdditionalProperties]
    }

    private static let queryUUID: Schema = [.type(.string), .format(.dashedUUID)]
    private static let nameAndUUID: Schema.Properties = ["name": string, "uuid": queryUUID]
    private static let memberOf: Schema.Properties = ["member_of": string]
    private static let resources: Schema.Properties = ["resources": string]
    private static let inTree: Schema.Properties = ["in_tree": queryUUID]
}
