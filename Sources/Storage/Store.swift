// SPDX-License-Identifier: Apache-2.0

package import Placement
package import SQL

/// The ledger as one transaction sees it: each resource adds its questions and changes in a file
/// of its own.
package struct Store {
    let connection: any Connection
    /// The moment of the request: `created_at` and `updated_at` of the rows it writes.
    package let now: Timestamp

    package init(_ connection: any Connection, now: Timestamp) {
        self.connection = connection
        self.now = now
    }
}
