// SPDX-License-Identifier: Apache-2.0

package import OpenStack
package import SQLite

extension Database.Settings {
    /// How the database is opened that the section `placement_database` names.
    ///
    /// - Parameters:
    ///   - configuration: What the operator has set.
    ///   - access: What the program wants to do; a URL that says so allows reading only.
    /// - Throws: why that cannot be, as one line for the operator.
    package init(_ configuration: Configuration, access: Access) throws {
        guard let url = configuration[DatabaseOptions.connection] else {
            throw ConfigurationError.missing(group: "placement_database", option: "connection")
        }
        try self.init(url: url, parameters: configuration[DatabaseOptions.connectionParameters])
        if self.access != .readOnly { self.access = access }
        durability = configuration[DatabaseOptions.sqliteSynchronous] ? .full : .normal
    }
}
