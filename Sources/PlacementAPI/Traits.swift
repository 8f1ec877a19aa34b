// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import Placement
import Storage

// Source: reference `placement/handlers/trait.py` and `placement/schemas/trait.py`.

/// Answers `GET /traits`: the names of all traits, or of those that a filter leaves.
@Sendable func listTraits(_ call: Call) throws -> Response {
    let query = try call.query(Schemas.listTraits)
    let filter = try TraitListFilter(query)
    let traits = try call.read { try $0.traits(filter) }
    var json = Writer(capacity: 64 + 40 * traits.count)
    json.object { json in write(traits, to: &json) }
    return call.answer(json: json.bytes, lastModified: newest(traits.map(\.lastModified), call))
}

/// Answers `GET /traits/{name}` with 204 if there is the trait.
@Sendable func showTrait(_ call: Call) throws -> Response {
    let trait = try call.read { try findTrait(call.parameter("name"), $0) }
    var response = Response(.noContent)
    if let moment = trait.lastModified { call.addLastModified(moment, to: &response) }
    return response
}

/// Answers `PUT /traits/{name}`: 201 if the trait is new, 204 if it was there.
@Sendable func ensureTrait(_ call: Call) throws -> Response {
    let name = call.parameter("name")
    guard CustomName.isValid(name) else {
        throw APIError(
            .badRequest,
            "The trait is invalid. A valid trait must be no longer than 255 characters, start "
                + "with the prefix \"CUSTOM_\" and use following characters: \"A\"-\"Z\", "
                + "\"0\"-\"9\" and \"_\"")
    }
    // A trait that is there needs no turn of the writer; deployments repeat this call often.
    var trait = try call.read { try $0.findTrait(name) }
    var isNew = false
    if trait == nil { (trait, isNew) = try call.write { try $0.ensureTrait(name) } }

    var response = Response(isNew ? .created : .noContent)
    response.headers.add("Location", call.location("/traits/\(name)"))
    call.addLastModified(trait?.lastModified ?? call.service.clock(), to: &response)
    return response
}

/// Answers `DELETE /traits/{name}`: only custom traits that no provider has can go.
@Sendable func deleteTrait(_ call: Call) throws -> Response {
    let name = call.parameter("name")
    try call.write { store in
        do {
            try store.remove(findTrait(name, store))
        } catch let error as PlacementError {
            throw inHandler(error)
        }
    }
    return Response(.noContent)
}

/// The trait of this name, or the refusal as a handler words it.
private func findTrait(_ name: String, _ store: Store) throws -> Trait {
    guard let trait = try store.findTrait(name) else {
        throw APIError(.notFound, PlacementError.traitNotFound(name: name).message)
    }
    return trait
}

/// Writes the member `traits`.
func write(_ traits: [Trait], to json: inout Writer) {
    json.array("traits") { json in
        for trait in traits { json.value(trait.name) }
    }
}

extension TraitListFilter {
    /// Reads `name=in:A,B`, `name=startswith:PREFIX` and `associated=true`.
    ///
    /// Another operator than these two lists every trait, as in the reference.
    fileprivate init(_ query: QueryString) throws {
        self.init()
        if let name = query["name"] {
            let parts = name.utf8.split(
                separator: 0x3A, maxSplits: 1, omittingEmptySubsequences: false
            ).map { String(Substring($0)) }
            guard parts.count == 2 else {
                throw APIError(
                    .badRequest,
                    "Badly formatted name parameter. Expected name query string parameter in "
                        + "form: ?name=[in|startswith]:[name1,name2|prefix]. Got: \"\(name)\"")
            }
            switch parts[0] {
            case "in":
                names = parts[1].split(separator: ",", omittingEmptySubsequences: false)
                    .map(String.init)
            case "startswith": prefix = parts[1]
            default: break
            }
        }
        switch query["associated"]?.lowercased() {
        case nil: break
        case "true": isAssociated = true
        case "false": isAssociated = false
        default:
            throw APIError(
                .badRequest, "The query parameter \"associated\" only accepts \"true\" or \"false\""
            )
        }
    }
}
