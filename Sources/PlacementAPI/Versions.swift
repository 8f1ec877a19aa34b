// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON

/// Answers the root with the versions that this service speaks.
///
/// It needs no token.
///
/// Source: API working group guideline "Microversion Specification", "Version Discovery";
/// reference `placement/handlers/root.py`.
@Sendable func showVersions(_ call: Call) throws -> Response {
    let link: JSON.Object = ["rel": "self", "href": ""]
    let version: JSON.Object = [
        "id": .string("v\(Microversion.minimum)"),
        "max_version": .string(Microversion.maximum.description),
        "min_version": .string(Microversion.minimum.description),
        "status": "CURRENT",
        "links": .array([.object(link)]),
    ]
    var writer = Writer()
    writer.value(.object(["versions": .array([.object(version)])]))
    return call.answer(json: writer.bytes, lastModified: call.service.clock())
}
