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
            SELECT t.name, rc.name, SUM(a.used)
            \(Store.consumersOfProject(andUser: userID != nil))
            CROSS JOIN allocations a ON a.consumer_id = c.uuid
            CROSS JOIN resource_classes rc ON rc.id = a.resource_class_id
            LEFT JOIN consumer_types t ON t.id = c.consumer_type_id
            WHERE p.external_id = ?
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
            SELECT t.name, COUNT(*)
            \(Store.consumersOfProject(andUser: userID != nil))
            LEFT JOIN consumer_types t ON t.id = c.consumer_type_id
            WHERE p.external_id = ?
                AND EXISTS (SELECT 1 FROM allocations a WHERE a.consumer_id = c.uuid)
            GROUP BY c.consumer_type_id
            """, Store.arguments(projectID, userID)
        ) { row in
            (row.optionalText(0), row.integer(1))
        }
    }

    private static func consumersOfProject(andUser hasUser: Bool) -> String {
        hasUser
            ? """
            FROM users u
            CROSS JOIN projects p
            CROSS JOIN consumers c ON c.project_id = p.id AND c.user_id = u.id AND u.external_id = ?
            """
            : """
            FROM projects p
            CROSS JOIN consumers c ON c.project_id = p.id
            """
    }

    private static func arguments(_ projectID: String, _ userID: String?) -> [Value] {
        (userID.map { [.text($0)] } ?? []) + [.text(projectID)]
    }
}
