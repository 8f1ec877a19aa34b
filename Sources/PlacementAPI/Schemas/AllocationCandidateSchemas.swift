// SPDX-License-Identifier: Apache-2.0

import JSON

extension Schemas {
    /// The query string of `GET /allocation_candidates`.
    static let listAllocationCandidates: VersionedSchema = [
        .allocationCandidates: oneGroup([:]),
        .candidatesLimit: oneGroup(limit),
        .candidatesRequired: oneGroup(limit + ["required": listed]),
        .candidatesMemberOf: oneGroup(limit + ["required": listed, "member_of": listed]),
        .granularGroups: manyGroups([
            "^resources([1-9][0-9]*)?$": string,
            "^required([1-9][0-9]*)?$": string,
            "^member_of([1-9][0-9]*)?$": string,
        ]),
        .candidatesInTree: manyGroups([
            "^resources([1-9][0-9]*)?$": string,
            "^required([1-9][0-9]*)?$": string,
            "^member_of([1-9][0-9]*)?$": string,
            "^in_tree([1-9][0-9]*)?$": string,
        ]),
        .namedGroups: manyGroups(namedGroups),
        .rootRequired: manyGroups(namedGroups, ["root_required": listed]),
        .sameSubtree: manyGroups(namedGroups, ["root_required": listed, "same_subtree": listed]),
    ]

    /// A query with one request group, which has no suffix.
    private static func oneGroup(_ additions: Schema.Properties) -> Schema {
        [
            .type(.object),
            .properties(["resources": string] + additions),
            .required(["resources"]),
            .noAdditionalProperties,
        ]
    }

    /// A query with any number of request groups.
    private static func manyGroups(
        _ groups: Schema.PatternProperties, _ additions: Schema.Properties = [:]
    ) -> Schema {
        [
            .type(.object),
            .properties(limit + ["group_policy": groupPolicy] + additions),
            .noAdditionalProperties,
            .patternProperties(groups),
        ]
    }

    private static let namedGroups: Schema.PatternProperties = [
        "^resources([a-zA-Z0-9_-]{1,64})?$": string,
        "^required([a-zA-Z0-9_-]{1,64})?$": string,
        "^member_of([a-zA-Z0-9_-]{1,64})?$": string,
        "^in_tree([a-zA-Z0-9_-]{1,64})?$": string,
    ]

    private static let limit: Schema.Properties = [
        "limit": [
            .types([.integer, .string]), .pattern("^[1-9][0-9]*$"), .minimum(1), .minLength(1),
        ]
    ]

    private static let groupPolicy: Schema = [
        .type(.string), .enumeration(["none", "isolate"]),
    ]

    /// A string, which the reference spells as a list of one type.
    private static let listed: Schema = [.types([.string])]
}
