// SPDX-License-Identifier: Apache-2.0

import JSON

extension Schemas {
    /// The body of `POST /reshaper`.
    static let reshape: VersionedSchema = [
        .reshaper: reshape(reshapedClaims[.reshaper]),
        .mappings: reshape(reshapedClaims[.mappings]),
        .consumerTypes: reshape(reshapedClaims[.consumerTypes]),
    ]

    private static func reshape(_ claims: Schema) -> Schema {
        [
            .type(.object),
            .properties([
                "inventories": [
                    .type(.object),
                    .patternProperties([uuidPattern: inventories]),
                    .minProperties(1),
                    .noAdditionalProperties,
                ],
                "allocations": claims,
            ]),
            .required(["inventories", "allocations"]),
            .noAdditionalProperties,
        ]
    }
}
