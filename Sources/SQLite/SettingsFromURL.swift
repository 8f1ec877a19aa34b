// SPDX-License-Identifier: Apache-2.0

package import SQL

extension Database.Settings {
    /// The settings for the file that `[placement_database] connection` names.
    ///
    /// Of the parameters that the reference's driver knows, `timeout` is taken for the busy
    /// time-out, in seconds, and `mode=ro` with `uri=true` for reading only; the others make no
    /// difference here.
    ///
    /// - Parameters:
    ///   - url: `sqlite:///relative.db` or `sqlite:////absolute.db`, perhaps with `?timeout=10`.
    ///   - parameters: Further parameters, from `[placement_database] connection_parameters`.
    /// - Throws: ``SQLError`` with ``SQLError/Kind/cannotOpen`` for a URL that names no file.
    /// Source: SQLAlchemy `dialects/sqlite/pysqlite.py`.
    package init(url: String, parameters: String = "") throws(SQLError) {
        let separator = parameters.isEmpty ? "" : url.contains("?") ? "&" : "?"
        let url = try ConnectionURL(url + separator + parameters)
        let isURI = ["true", "1", "yes", "on", "y", "t"].contains(url.parameters["uri"] ?? "")
        guard var path = url.path, !(isURI && url.parameters["mode"] == "memory") else {
            throw SQLError(
                .cannotOpen, code: 0,
                "a database in memory is lost when the program ends; name a file in "
                    + "[placement_database] connection")
        }
        if isURI, path.hasPrefix("file:") { path.removeFirst("file:".count) }
        self.init(path: path)
        if isURI, url.parameters["mode"] == "ro" { access = .readOnly }
        if let text = url.parameters["timeout"] {
            // An hour is as good as forever, and no number that would not fit.
            guard let seconds = Double(text), (0...3600).contains(seconds) else {
                throw SQLError(
                    .cannotOpen, code: 0,
                    "[placement_database] connection: timeout=\(text) is no number of seconds "
                        + "from 0 to 3600")
            }
            busyTimeout = .seconds(seconds)
        }
    }
}
