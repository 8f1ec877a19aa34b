// SPDX-License-Identifier: Apache-2.0

import JSON

/// What an operation takes, which changes with the version.
struct VersionedSchema: Sendable, ExpressibleByDictionaryLiteral {
    /// Each schema with the version that brought it, oldest first.
    let schemas: [(since: Microversion, schema: Schema)]

    init(dictionaryLiteral schemas: (Microversion, Schema)...) {
        self.schemas = schemas.map { (since: $0.0, schema: $0.1) }
    }

    /// The schema in force at `version`, or the oldest one if there was none yet.
    subscript(version: Microversion) -> Schema {
        (schemas.last { $0.since <= version } ?? schemas[0]).schema
    }
}

/// What each operation takes, in its body or its query string, named as its handler.
///
/// Keywords stand in the order in which the reference has them, since a refusal prints them.
/// Source: reference `placement/schemas`.
enum Schemas {
    static let uuid: Schema = [.type(.string), .format(.uuid)]
    static let string: Schema = [.type(.string)]
    static let integer: Schema = [.type(.integer)]

    /// A project, a user, or anything else whose name must fit into a column.
    static let name: Schema = [.type(.string), .minLength(1), .maxLength(255)]

    /// A key that is meant to be a UUID; dashes may be anywhere.
    static let uuidPattern: Pattern = "^[0-9a-fA-F-]{36}$"
    /// A resource class, a trait or a consumer type.
    static let classPattern: Pattern = "^[A-Z0-9_]+$"
    /// A resource class or trait that is not one of the standard ones.
    static let customPattern: Pattern = "^CUSTOM_[A-Z0-9_]+$"
}
