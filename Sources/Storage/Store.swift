// SPDX-License-Identifier: Apache-2.0

package import SQL

/// The ledger as one transaction sees it: each resource adds its questions and changes in a file
/// of its own.
package struct Store {
    let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }
}
