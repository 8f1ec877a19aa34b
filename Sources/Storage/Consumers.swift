// SPDX-License-Identifier: Apache-2.0

import Placement
import SQL

/// A consumer with the identities of its rows.
struct ConsumerRow: Equatable, Sendable {
    let id: Int
    let consumer: Consumer
    /// The row of its type.
    let typeRow: Int?
}

/// The rows of the project, the user and the type that a claim names.
struct OwnerRows: Equatable, Sendable {
    let project: Int
    let user: Int
    var type: Int?
}

/// Consumers are made by the first claim for them and go with their last allocation.
///
/// A consumer has no operation of its own in the API. It comes into being with a claim for a UUID
/// that has no row yet, and its generation is 1 once its allocations are written. It goes away when
/// a request leaves it without allocations that it had before: an empty claim or `DELETE
/// /allocations/{consumer}`. Two requests leave a consumer of generation 0 behind that holds
/// nothing: an empty claim for a consumer that does not exist, and a claim that is refused because
/// it names an unknown provider (the reference has committed the consumer by then, and clients
/// can tell: the next claim has to send 0 instead of `null`).
///
/// Source: reference `placement/handlers/util.py`, `placement/objects/consumer.py`.
extension Store {
    func consumerRow(uuid: String) throws -> ConsumerRow? {
        try connection.row(
            """
            SELECT c.id, c.generation,
                (SELECT external_id FROM projects WHERE id = c.project_id),
                (SELECT external_id FROM users WHERE id = c.user_id),
                (SELECT name FROM consumer_types WHERE id = c.consumer_type_id),
                c.consumer_type_id
            FROM consumers c
            WHERE c.uuid = ?
            """, [.text(uuid)]
        ) { row in
            ConsumerRow(
                id: row.integer(0),
                consumer: Consumer(
                    uuid: uuid, generation: row.integer(1), projectID: row.text(2),
                    userID: row.text(3), type: row.optionalText(4)),
                typeRow: row.optionalInteger(5))
        }
    }

    /// The rows of a project, a user and a type, made if need be.
    func ownerRows(project: String, user: String, type: String?) throws -> OwnerRows {
        let found = try connection.row(
            """
            SELECT
                (SELECT id FROM projects WHERE external_id = ?),
                (SELECT id FROM users WHERE external_id = ?),
                (SELECT id FROM consumer_types WHERE name = ?)
            """, [.text(project), .text(user), Value(type)]
        ) { row in
            (row.optionalInteger(0), row.optionalInteger(1), row.optionalInteger(2))
        }
        return OwnerRows(
            project: try found?.0 ?? addProject(project), user: try found?.1 ?? addUser(user),
            type: try type.map { try found?.2 ?? addConsumerType($0) })
    }

    /// Makes a consumer, at generation 0 if it gets no allocations yet, else at 1.
    func addConsumer(
        uuid: String, owner: OwnerRows, generation: Int, at moment: Value
    ) throws {
        try connection.run(
            """
            INSERT INTO consumers
            (created_at, updated_at, uuid, project_id, user_id, generation, consumer_type_id)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                moment, generation > 0 ? moment : .null, .text(uuid), .integer(owner.project),
                .integer(owner.user), .integer(generation), Value(owner.type),
            ])
    }

    /// Counts the generation of a consumer up, unless somebody else did since.
    ///
    /// - Throws: ``PlacementError/concurrentUpdate`` then.
    func bumpGeneration(of row: ConsumerRow, at moment: Value) throws {
        let changed = try connection.run(
            """
            UPDATE consumers
            SET generation = ?, updated_at = ?
            WHERE id = ? AND generation = ?
            """,
            [
                .integer(row.consumer.generation &+ 1), moment, .integer(row.id),
                .integer(row.consumer.generation),
            ])
        guard changed == 1 else { throw PlacementError.concurrentUpdate }
    }

    /// Moves a consumer to another project, user or type, and gives it a generation.
    ///
    /// - Throws: ``PlacementError/concurrentUpdate`` if its generation changed since it was read.
    func move(
        _ row: ConsumerRow, to owner: OwnerRows, generation: Int, at moment: Value
    ) throws {
        let changed = try connection.run(
            """
            UPDATE consumers
            SET project_id = ?, user_id = ?, consumer_type_id = ?, generation = ?, updated_at = ?
            WHERE id = ? AND generation = ?
            """,
            [
                .integer(owner.project), .integer(owner.user), Value(owner.type),
                .integer(generation), moment, .integer(row.id),
                .integer(row.consumer.generation),
            ])
        guard changed == 1 else { throw PlacementError.concurrentUpdate }
    }

    /// Removes a consumer that has no allocations any more.
    ///
    /// - Throws: ``PlacementError/concurrentUpdate`` if its generation is another by now.
    func remove(_ row: ConsumerRow) throws {
        let changed = try connection.run(
            "DELETE FROM consumers WHERE id = ? AND generation = ?",
            [.integer(row.id), .integer(row.consumer.generation)])
        guard changed == 1 else { throw PlacementError.concurrentUpdate }
    }
}
