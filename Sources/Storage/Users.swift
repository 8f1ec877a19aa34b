// SPDX-License-Identifier: Apache-2.0

import Placement
import SQL

/// Users are rows made when a claim first names them; only `db purge` removes them.
///
/// Source: reference `placement/objects/user.py`.
extension Store {
    /// Makes the row of a user of Keystone; returns its identity.
    func addUser(_ externalID: String) throws -> Int {
        try connection.insert(
            "INSERT INTO users (created_at, external_id) VALUES (?, ?)",
            [.text(now.text), .text(externalID)])
    }
}
