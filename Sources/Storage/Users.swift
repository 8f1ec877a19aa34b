// SPDX-License-Identifier: Apache-2.0

import Placement
import SQL

/// Users are rows made when a claim first names them; they are never removed.
///
/// Source: reference `placement/objects/user.py`.
extension Store {
    /// The row of a user of Keystone, made if need be.
    func userRow(_ externalID: String) throws -> Int {
        let name = Value.text(externalID)
        return try connection.row("SELECT id FROM users WHERE external_id = ?", [name]) {
            $0.integer(0)
        }
            ?? connection.insert(
                "INSERT INTO users (created_at, external_id) VALUES (?, ?)",
                [.text(now.text), name])
    }
}
