// SPDX-License-Identifier: Apache-2.0

import JSON

extension Schemas {
    /// The query string of `GET /usages`.
    static let listTotalUsages: VersionedSchema = [
        .totalUsages: usages(["project_id": name, "user_id": name]),
        .consumerTypes: usages([
            "project_id": name,
            "user_id": name,
            "consumer_type": [
                .type(.string), .pattern("^[A-Z0-9_]+$|^all|^unknown$"), .minLength(1),
                .maxLength(255),
            ],
        ]),
    ]

    private static func usages(_ properties: Schema.Properties) -> Schema {
        [
            .type(.object), .properties(properties), .required(["project_id"]),
            .noAdditionalProperties,
        ]
    }
}
