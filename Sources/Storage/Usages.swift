// SPDX-License-Identifier: Apache-2.0

package import Placement
import SQL

extension Store {
    /// What the consumers of a project hold, by their type and by resource class.
    ///
    /// `projectID` and `userID` are Keystone's identifiers; without a user all consumers of the
    /// project count.
    package func usages(ofProject projectID: String, userID: String?) throws -> [Usage] {
        try connection.rows(
            """
            SELECT (SELECT name FROM consumer_types WHERE id = c.consumer_type_id),
                (SELECT name FROM resource_classes WHERE id = a.resource_class_id), SUM(a.used)
            FROM consumers c
            CROSS JOIN allocations a ON a.consumer_id = c.uuid
            WHERE \(Store.isOfProject(andUser: userID != nil))
            GROUP BY c.consumer_type_id, a.resource_class_id
            """, Store.arguments(projectID, userID)
        ) { row in
            Usage(
                consumerType: row.optionalText(0), resourceClass: row.text(1),
                used: row.integer(2))
        }
    }

    /// How many consumers of a project hold something, by their type.
    package func consumerCounts(
        ofProject projectID: String, userID: String?
    ) throws -> [(type: String?, count: Int)] {
        try connection.rows(
            """
            SELECT (SELECT name FROM consumer_types WHERE id = c.consumer_type_id), COUNT(*)
            FROM consumers c
            WHERE \(Store.isOfProject(andUser: userID != nil))
                AND EXISTS (SELECT 1 FROM allocations a WHERE a.consumer_id = c.uuid)
            GROUP BY c.consumer_type_id
            """, Store.arguments(projectID, userID)
        ) { row in
            (row.optionalText(0), row.integer(1))
        }
    }

    /// A condition on a consumer `c`, for the arguments of ``arguments(_:_:)``.
    private static func isOfProject(andUser hasUser: Bool) -> String {
        let project = "c.project_id = (SELECT id FROM projects WHERE external_id = ?)"
        let user = " AND c.user_id = (SELECT id FROM users WHERE external_id = ?)"
        return hasUser ? project + user : project
    }

    private static func arguments(_ projectID: String, _ userID: String?) -> [Value] {
        [.text(projectID)] + (userID.map { [.text($0)] } ?? [])
    }
}
