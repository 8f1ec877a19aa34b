// SPDX-License-Identifier: Apache-2.0

package import Placement
import SQL

/// Rows that claims and memberships leave behind, and that nothing uses any more.
///
/// Types of consumers are not among them: the reference remembers their rows as long as it runs.
package enum Leftover: String, CaseIterable, Sendable {
    // In the order of removal: projects and users go after their last consumer.

    /// Consumers that hold nothing.
    case consumers
    /// Projects without consumers.
    case projects
    /// Users without consumers.
    case users
    /// Aggregates without providers.
    case aggregates
}

extension Store {
    /// How many rows of a kind nothing has used since a moment; for projects and users that is
    /// after the removal of such consumers.
    package func leftoverCount(_ kind: Leftover, before moment: Timestamp) throws -> Int {
        try connection.row(
            "SELECT count(*) FROM \(kind.table) WHERE \(kind.condition)",
            kind.arguments(moment)
        ) { $0.integer(0) } ?? 0
    }

    /// Removes rows of a kind that nothing has used since a moment.
    ///
    /// In one transaction with the look for them, so that no claim can take one up meanwhile.
    ///
    /// - Parameters:
    ///   - kind: which rows; projects and users go only after their consumers are gone.
    ///   - moment: rows made or changed later stay.
    ///   - limit: how many rows at most, so that nobody waits long for the transaction.
    /// - Returns: how many were removed.
    /// - Throws: ``SQLError``.
    package func removeLeftovers(
        _ kind: Leftover, before moment: Timestamp, limit: Int
    ) throws -> Int {
        try connection.run(
            """
            DELETE FROM \(kind.table) WHERE id IN (
                SELECT id FROM (
                    SELECT id FROM \(kind.table) WHERE \(kind.condition) LIMIT ?
                ) AS batch)
            """, kind.arguments(moment) + [.integer(limit)])
    }
}

extension Leftover {
    fileprivate var table: String {
        switch self {
        case .consumers, .projects, .users: rawValue
        case .aggregates: "placement_aggregates"
        }
    }

    /// What holds for rows that nothing uses; the first argument is the moment.
    fileprivate var condition: String {
        let isOld = "coalesce(\(table).updated_at, \(table).created_at, '') < ?"
        return switch self {
        case .consumers:
            // Not with EXISTS, which would be slow in a database that has lost its index.
            isOld + " AND uuid NOT IN (SELECT consumer_id FROM allocations)"
        case .projects: isOld + " AND id NOT IN (\(Leftover.owners("project_id")))"
        case .users: isOld + " AND id NOT IN (\(Leftover.owners("user_id")))"
        case .aggregates:
            isOld + " AND id NOT IN (SELECT aggregate_id FROM resource_provider_aggregates)"
        }
    }

    /// The owners of consumers that stay.
    private static func owners(_ column: String) -> String {
        """
        SELECT \(column) FROM consumers
        WHERE coalesce(updated_at, created_at, '') >= ?
            OR uuid IN (SELECT consumer_id FROM allocations)
        """
    }

    fileprivate func arguments(_ moment: Timestamp) -> [Value] {
        let moment = Value.text(moment.text)
        return switch self {
        case .consumers, .aggregates: [moment]
        case .projects, .users: [moment, moment]
        }
    }
}
