// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON

extension Call {
    /// The body as JSON, checked against a schema.
    ///
    /// Source: reference `placement/util.py`, `extract_json`.
    ///
    /// - Throws: ``APIError`` 400 for what is no JSON or does not fit.
    func body(_ schema: Schema) throws -> JSON.Value {
        try Call.json(request.body, schema)
    }

    /// The body, checked as ``body(_:)`` does, but `lookUp` is tried before a fault is told.
    ///
    /// For operations that tell of a missing provider before they tell of a bad body. Where all is
    /// well, nothing is looked up.
    func body(_ schema: Schema, after lookUp: () throws -> Void) throws -> JSON.Value {
        do {
            return try body(schema)
        } catch {
            try lookUp()
            throw error
        }
    }

    static func json(_ bytes: [UInt8], _ schema: Schema) throws -> JSON.Value {
        let value: JSON.Value
        do {
            value = try JSON.Value(parsing: bytes)
        } catch {
            throw APIError(.badRequest, "Malformed JSON: \(error)")
        }
        do {
            try schema.validate(value)
        } catch {
            throw APIError(.badRequest, "JSON does not validate: \(error)")
        }
        return value
    }

    /// The parameters of the query string, checked against a schema.
    ///
    /// Of a parameter that repeats, the schema sees the last value.
    /// Source: reference `placement/util.py`, `validate_query_params`.
    ///
    /// - Throws: ``APIError`` 400 for parameters that the schema does not have or allow.
    func query(_ schema: Schema) throws -> QueryString {
        let query = try query()
        try Call.check(query, schema)
        return query
    }

    /// Checks the parameters of a query string against a schema.
    ///
    /// - Throws: ``APIError`` 400 for parameters that the schema does not have or allow.
    static func check(_ query: QueryString, _ schema: Schema) throws {
        var parameters = JSON.Object()
        for parameter in query.parameters { parameters[parameter.name] = .string(parameter.value) }
        do {
            try schema.validate(.object(parameters))
        } catch {
            throw APIError(.badRequest, "Invalid query string parameters: \(error)")
        }
    }
}

extension Call {
    /// The body as JSON, checked against the schema of the request's version.
    ///
    /// - Throws: ``APIError`` 400 for what is no JSON or does not fit.
    func body(_ schemas: VersionedSchema) throws -> JSON.Value {
        try body(schemas[version])
    }

    /// The body, checked against the schema of the request's version once `lookUp` is done.
    ///
    /// - Throws: ``APIError`` 400 for what is no JSON or does not fit, or what `lookUp` throws.
    func body(_ schemas: VersionedSchema, after lookUp: () throws -> Void) throws -> JSON.Value {
        try body(schemas[version], after: lookUp)
    }

    /// The parameters of the query string, checked against the schema of the request's version.
    ///
    /// - Throws: ``APIError`` 400 for parameters that the schema does not have or allow.
    func query(_ schemas: VersionedSchema) throws -> QueryString {
        try query(schemas[version])
    }
}
