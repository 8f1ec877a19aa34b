// SPDX-License-Identifier: Apache-2.0

import POSIX

extension Configuration {
    /// The paths at which a file may be that an option names, the first one preferred.
    ///
    /// A relative name is looked for beside the configuration files, the last one first, and then
    /// where these are looked for themselves.
    ///
    /// Source: oslo.config `ConfigOpts.find_file`.
    package func places(of name: String, environment: [String: String]) -> [String] {
        let search = ConfigurationSearch(
            project: "placement", program: "", environment: environment)
        if name.hasPrefix("/") || name.hasPrefix("~") { return [search.absolute(name)] }
        let beside = files.reversed().map { file in
            String(file[..<(file.lastIndex(of: "/") ?? file.startIndex)])
        }
        let standard = ["~/.placement", "~", "/etc/placement", "/etc"].map(search.absolute)
        return (beside + standard).map { "\($0)/\(name)" }
    }
}
