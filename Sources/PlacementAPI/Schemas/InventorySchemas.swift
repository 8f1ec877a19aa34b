// SPDX-License-Identifier: Apache-2.0

import JSON

extension Schemas {
    /// The body of `POST /resource_providers/{uuid}/inventories`.
    static let createInventory: VersionedSchema = [
        .minimum: inventory(
            capacities + ["resource_class": [.type(.string), .pattern(classPattern)]],
            required: ["total", "resource_class"])
    ]

    /// The body of `PUT /resource_providers/{uuid}/inventories/{resource_class}`.
    static let updateInventory: VersionedSchema = [
        .minimum: inventory(capacities, required: ["total", "resource_provider_generation"])
    ]

    /// The body of `PUT /resource_providers/{uuid}/inventories`.
    static let replaceInventories: VersionedSchema = [.minimum: inventories]

    /// All inventories of one provider.
    ///
    /// The names of the classes are not checked: what is no class is left for the handler to refuse.
    static let inventories: Schema = [
        .type(.object),
        .properties([
            "resource_provider_generation": integer,
            "inventories": [
                .type(.object),
                .patternProperties([classPattern: inventory(capacities, required: ["total"])]),
            ],
        ]),
        .required(["resource_provider_generation", "inventories"]),
        .noAdditionalProperties,
    ]

    private static func inventory(_ properties: Schema.Properties, required: [String]) -> Schema {
        [
            .type(.object), .properties(properties), .required(required), .noAdditionalProperties,
        ]
    }

    private static let capacities: Schema.Properties = [
        "resource_provider_generation": integer,
        "total": amount(atLeast: 1),
        "reserved": amount(atLeast: 0),
        "min_unit": amount(atLeast: 1),
        "max_unit": amount(atLeast: 1),
        "step_size": amount(atLeast: 1),
        "allocation_ratio": [.type(.number), .maximum(.double(3.40282e+38))],
    ]

    /// A number that fits into a column.
    private static func amount(atLeast minimum: Int) -> Schema {
        [.type(.integer), .maximum(.integer(0x7FFF_FFFF)), .minimum(minimum)]
    }
}
