// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import Placement
import Storage

/// Answers `GET /usages`: what the consumers of a project, or of a user in it, hold in all.
///
/// From 1.38 on by their type, with their number: `consumer_type` picks one type, `unknown` for
/// those of no type, or `all` for one sum.
///
/// Source: reference `placement/handlers/usage.py`, `get_total_usages`.
@Sendable func listTotalUsages(_ call: Call) throws -> Response {
    // Rights come first: who may not see a project is not told what was wrong with the question.
    let asked = try call.query()
    try call.require(
        .usages, target: asked["project_id"].map { ["project_id": $0] } ?? [:])
    let query = try call.query(Schemas.listTotalUsages)
    let project = query["project_id"] ?? ""
    let user = query["user_id"]
    var json = Writer()
    if call.version >= .consumerTypes {
        let (usages, counts) = try call.read { store in
            try (
                store.usages(ofProject: project, userID: user),
                store.consumerCounts(ofProject: project, userID: user)
            )
        }
        let filter = UsageFilter(query["consumer_type"])
        let groups = UsageGroup.groups(usages, consumerCounts: counts, by: filter)
        json.object { json in
            json.object("usages") { json in
                for group in groups { json.object(group.name) { $0.members(of: group) } }
            }
        }
    } else {
        let usages = try call.read { try $0.usages(ofProject: project, userID: user) }
        json.object { json in
            json.object("usages") { json in
                for (resourceClass, used) in UsageGroup.groups(usages, by: .all).first?.resources
                    ?? []
                {
                    json.member(resourceClass, used)
                }
            }
        }
    }
    return call.answer(json: json.bytes, lastModified: call.service.clock())
}

extension Writer {
    fileprivate mutating func members(of group: UsageGroup) {
        for (resourceClass, used) in group.resources { member(resourceClass, used) }
        member("consumer_count", group.consumerCount)
    }
}
