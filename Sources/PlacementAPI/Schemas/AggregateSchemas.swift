// SPDX-License-Identifier: Apache-2.0

import JSON

extension Schemas {
    /// The body of `PUT /resource_providers/{uuid}/aggregates`.
    static let replaceAggregates: VersionedSchema = [
        .aggregates: aggregates,
        .aggregatesGeneration: [
            .type(.object),
            .properties(["aggregates": aggregates, "resource_provider_generation": integer]),
            .required(["aggregates", "resource_provider_generation"]),
            .noAdditionalProperties,
        ],
    ]

    private static let aggregates: Schema = [.type(.array), .items(uuid), .uniqueItems]
}
