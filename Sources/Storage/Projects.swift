// SPDX-License-Identifier: Apache-2.0

import Placement
import SQL

/// Projects are rows made when a claim first names them; they are never removed.
///
/// Source: reference `placement/objects/project.py`.
extension Store {
    /// The row of a project of Keystone, made if need be.
    func projectRow(_ externalID: String) throws -> Int {
        let name = Value.text(externalID)
        return try connection.row("SELECT id FROM projects WHERE external_id = ?", [name]) {
            $0.integer(0)
        }
            ?? connection.insert(
                "INSERT INTO projects (created_at, external_id) VALUES (?, ?)",
                [.text(now.text), name])
    }
}
