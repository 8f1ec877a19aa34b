// SPDX-License-Identifier: Apache-2.0

import Placement
import SQL

/// Projects are rows made when a claim first names them; only `db purge` removes them.
///
/// Source: reference `placement/objects/project.py`.
extension Store {
    /// Makes the row of a project of Keystone; returns its identity.
    func addProject(_ externalID: String) throws -> Int {
        try connection.insert(
            "INSERT INTO projects (created_at, external_id) VALUES (?, ?)",
            [.text(now.text), .text(externalID)])
    }
}
