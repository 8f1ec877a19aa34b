// SPDX-License-Identifier: Apache-2.0

import JSON

extension Schemas {
    /// The body of `POST /resource_classes`.
    static let createResourceClass: VersionedSchema = [.resourceClasses: resourceClass]

    /// The body of `PUT /resource_classes/{name}` up to 1.6.
    static let renameResourceClass: VersionedSchema = [.resourceClasses: resourceClass]

    /// What stands for the body of `PUT /resource_classes/{name}` from 1.7 on.
    static let ensureResourceClass: VersionedSchema = [.resourceClassCreation: resourceClass]

    private static let resourceClass: Schema = [
        .type(.object),
        .properties(["name": [.type(.string), .pattern(customPattern), .maxLength(255)]]),
        .required(["name"]),
        .noAdditionalProperties,
    ]
}
