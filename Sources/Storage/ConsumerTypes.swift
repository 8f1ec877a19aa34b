// SPDX-License-Identifier: Apache-2.0

import Placement
import SQL

/// Types of consumers are rows made when a claim first names them; they are never removed.
///
/// Source: microversion 1.38; reference `placement/objects/consumer_type.py`.
extension Store {
    /// Makes the row of a consumer type such as `INSTANCE`; returns its identity.
    func addConsumerType(_ name: String) throws -> Int {
        try connection.insert(
            "INSERT INTO consumer_types (created_at, name) VALUES (?, ?)",
            [.text(now.text), .text(name)])
    }
}
