// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import Placement
import Storage

// Source: reference `placement/handlers/resource_class.py` and
// `placement/schemas/resource_class.py`.

/// Answers `GET /resource_classes`.
@Sendable func listResourceClasses(_ call: Call) throws -> Response {
    let classes = try call.read { try $0.resourceClasses() }
    var json = Writer(capacity: 64 + 120 * classes.count)
    json.object { json in
        json.array("resource_classes") { json in
            for resourceClass in classes { write(resourceClass.name, call, to: &json) }
        }
    }
    return call.answer(json: json.bytes, lastModified: newest(classes.map(\.lastModified), call))
}

/// Answers `GET /resource_classes/{name}`.
@Sendable func showResourceClass(_ call: Call) throws -> Response {
    let found = try call.read { try $0.resourceClass(named: call.parameter("name")) }
    var json = Writer()
    write(found.name, call, to: &json)
    return call.answer(json: json.bytes, lastModified: newest([found.lastModified], call))
}

/// Answers `POST /resource_classes`: 201 for a new custom class, 409 if it is there.
@Sendable func createResourceClass(_ call: Call) throws -> Response {
    let name = try newName(try call.body(Schemas.createResourceClass))
    try call.write { store in
        do {
            try store.addResourceClass(named: name)
        } catch PlacementError.resourceClassExists {
            throw APIError(.conflict, "Conflicting resource class already exists: \(name)")
        }
    }
    return created(name, call)
}

/// Answers `PUT /resource_classes/{name}` up to 1.6: renames a custom class.
@Sendable func renameResourceClass(_ call: Call) throws -> Response {
    let name = call.parameter("name")
    let newName = try newName(try call.body(Schemas.renameResourceClass))
    try call.write { store in
        let resourceClass = try store.resourceClass(named: name)
        do {
            try store.rename(resourceClass, to: newName)
        } catch PlacementError.resourceClassExists {
            throw APIError(.conflict, "Resource class already exists: \(newName)")
        } catch PlacementError.resourceClassIsStandard {
            throw APIError(.badRequest, "Cannot update standard resource class \(name)")
        }
    }
    var json = Writer()
    write(newName, call, to: &json)
    return call.answer(json: json.bytes)
}

/// Answers `PUT /resource_classes/{name}` from 1.7 on: 201 for a new custom class, 204 if it was
/// there.
@Sendable func ensureResourceClass(_ call: Call) throws -> Response {
    let name = call.parameter("name")
    // The reference puts the name into a document, so a bad one is refused in those words.
    _ = try Call.json(
        Array(#"{"name": "\#(name)"}"#.utf8), Schemas.ensureResourceClass[call.version])
    guard CustomName.isValid(name) else {
        throw APIError(.badRequest, "JSON does not validate: the name has an escape in it")
    }
    if try call.read({ try $0.findResourceClass(name) }) != nil { return there(name, call) }
    let isNew = try call.write { store in
        guard try store.findResourceClass(name) == nil else { return false }
        try store.addResourceClass(named: name)
        return true
    }
    return isNew ? created(name, call) : there(name, call)
}

/// Answers `DELETE /resource_classes/{name}`: only custom classes that no provider has can go.
@Sendable func deleteResourceClass(_ call: Call) throws -> Response {
    let name = call.parameter("name")
    try call.write { store in
        let resourceClass = try store.resourceClass(named: name)
        do {
            try store.remove(resourceClass)
        } catch let error as PlacementError {
            let plain = APIError(error)
            throw APIError(plain.status, "Error in delete resource class: \(error.message)")
        }
    }
    return Response(.noContent)
}

/// The name in a body.
///
/// The pattern of the schema lets a line break at the end pass. The reference stores such a name,
/// and fails when it puts it into a header.
private func newName(_ body: JSON.Value) throws -> String {
    let name = body["name"]?.string ?? ""
    guard CustomName.isValid(name) else {
        throw APIError(.badRequest, "JSON does not validate: the name ends in a line break")
    }
    return name
}

private func created(_ name: String, _ call: Call) -> Response {
    var response = Response(.created)
    response.headers.add("Location", call.location("/resource_classes/\(name)"))
    return response
}

private func there(_ name: String, _ call: Call) -> Response {
    var response = Response(.noContent)
    response.headers.add("Location", call.location("/resource_classes/\(name)"))
    return response
}

private func write(_ name: String, _ call: Call, to json: inout Writer) {
    json.object { json in
        json.member("name", name)
        json.array("links") { json in
            json.object { json in
                json.member("rel", "self")
                json.member("href", "\(call.request.scriptName)/resource_classes/\(name)")
            }
        }
    }
}
