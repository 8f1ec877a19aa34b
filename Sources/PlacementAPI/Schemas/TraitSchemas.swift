// SPDX-License-Identifier: Apache-2.0

import JSON

extension Schemas {
    /// The query string of `GET /traits`.
    static let listTraits: VersionedSchema = [
        .traits: [
            .type(.object),
            .properties(["name": string, "associated": string]),
            .noAdditionalProperties,
        ]
    ]

    /// The name of a trait that `PUT /traits/{name}` makes.
    static let customTrait: Schema = [
        .type(.string), .minLength(1), .maxLength(255), .pattern(customPattern),
    ]

    /// The body of `PUT /resource_providers/{uuid}/traits`.
    static let replaceProviderTraits: VersionedSchema = [
        .traits: [
            .type(.object),
            .properties([
                "traits": [.type(.array), .items(name)],
                "resource_provider_generation": integer,
            ]),
            .required(["traits", "resource_provider_generation"]),
            .noAdditionalProperties,
        ]
    ]
}
