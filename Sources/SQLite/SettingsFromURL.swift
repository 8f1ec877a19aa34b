// SPDX-License-Identifier: Apache-2.0

package import SQL

extension Database.Settings {
    /// The defaults for the file that `[placement_database] connection` names.
    ///
    /// - Throws: ``SQLError`` with ``SQLError/Kind/cannotOpen`` for a URL that names no file.
    package init(url: String) throws(SQLError) {
        guard let path = try ConnectionURL(url).path else {
            throw SQLError(
                .cannotOpen, code: 0,
                "a database in memory is lost when the program ends; name a file in "
                    + "[placement_database] connection")
        }
        self.init(path: path)
    }
}
