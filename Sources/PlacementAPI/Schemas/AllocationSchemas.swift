// SPDX-License-Identifier: Apache-2.0

import JSON

extension Schemas {
    /// The body of `PUT /allocations/{consumer_uuid}`.
    static let replaceConsumerAllocations: VersionedSchema = [
        .minimum: listedClaim([:]),
        .projectAndUser: listedClaim(["project_id": name, "user_id": name]),
        .allocationsAsObject: claim(atLeast: 1),
        .consumerGeneration: claim(generation),
        .mappings: claim(generation + mappings),
        .consumerTypes: claim(generation + mappings + consumerType),
    ]

    /// The body of `POST /allocations`.
    static let replaceManyAllocations: VersionedSchema = [
        .manyConsumers: claims(claim(), atLeast: 1),
        .consumerGeneration: claims(claim(generation), atLeast: 1),
        .mappings: claims(claim(generation + mappings), atLeast: 1),
        .consumerTypes: claims(claim(generation + mappings + consumerType), atLeast: 1),
    ]

    /// The claims of several consumers as `POST /reshaper` takes them: there may be none.
    static let reshapedClaims: VersionedSchema = [
        .reshaper: claims(claim(generation), atLeast: 0),
        .mappings: claims(claim(generation + mappings), atLeast: 0),
        .consumerTypes: claims(claim(generation + mappings + consumerType), atLeast: 0),
    ]

    /// Claims by consumer.
    private static func claims(_ claim: Schema, atLeast minimum: Int) -> Schema {
        [
            .type(.object),
            .minProperties(minimum),
            .noAdditionalProperties,
            .patternProperties([uuidPattern: claim]),
        ]
    }

    // MARK: A claim since 1.12, in the form in which it is read

    /// What one consumer claims of each provider.
    ///
    /// - Parameters:
    ///   - additions: What later versions brought; all but `mappings` is required.
    ///   - minimum: How many providers must be named; with none the claim is given up.
    /// - Returns: the schema.
    private static func claim(
        _ additions: Schema.Properties = [:], atLeast minimum: Int = 0
    ) -> Schema {
        let allocations: Schema = [
            .type(.object),
            .minProperties(minimum),
            .patternProperties([uuidPattern: allocation]),
            .noAdditionalProperties,
        ]
        let required = additions.names.filter { $0 != "mappings" }
        return [
            .type(.object),
            .properties(
                ["allocations": allocations, "project_id": name, "user_id": name] + additions),
            .noAdditionalProperties,
            .required(["allocations", "project_id", "user_id"] + required),
        ]
    }

    private static let allocation: Schema = [
        .type(.object),
        .properties(["generation": integer, "resources": amounts]),
        .required(["resources"]),
        .noAdditionalProperties,
    ]

    private static let amounts: Schema = [
        .type(.object),
        .minProperties(1),
        .patternProperties([classPattern: [.type(.integer), .minimum(1)]]),
        .noAdditionalProperties,
    ]

    private static let generation: Schema.Properties = [
        "consumer_generation": [.types([.integer, .null]), .noAdditionalProperties]
    ]

    private static let mappings: Schema.Properties = [
        "mappings": [
            .type(.object),
            .minProperties(1),
            .patternProperties([
                "[a-zA-Z0-9_-]{1,64}": [.type(.array), .minItems(1), .items(uuid)]
            ]),
        ]
    ]

    private static let consumerType: Schema.Properties = [
        "consumer_type": [
            .type(.string), .pattern(classPattern), .minLength(1), .maxLength(255),
        ]
    ]

    // MARK: A claim before 1.12

    private static func listedClaim(_ additions: Schema.Properties) -> Schema {
        [
            .type(.object),
            .properties(
                [
                    "allocations": [.type(.array), .minItems(1), .items(listedAllocation)]
                ] + additions),
            .required(["allocations"] + additions.names),
            .noAdditionalProperties,
        ]
    }

    private static let listedAllocation: Schema = [
        .type(.object),
        .properties([
            "resource_provider": [
                .type(.object),
                .properties(["uuid": uuid]),
                .noAdditionalProperties,
                .required(["uuid"]),
            ],
            "resources": amounts,
        ]),
        .required(["resource_provider", "resources"]),
        .noAdditionalProperties,
    ]
}
