// SPDX-License-Identifier: Apache-2.0

import POSIX

/// Where configuration files are looked for if the command line names none.
///
/// Source: oslo.config `cfg.py`, `_get_config_dirs`, `find_config_files`, `find_config_dirs`.
struct ConfigurationSearch {
    let project: String
    let program: String
    let environment: [String: String]

    /// The first `placement.conf` and the first file of the program's name, or, with
    /// `OS_PLACEMENT_CONFIG_DIR`, exactly that directory's `placement.conf`, even if there is none.
    func files() -> [String] {
        let variable = "OS_\(project.uppercased())_CONFIG_DIR"
        let directory = environment[variable]?.trimmingPythonWhitespace() ?? ""
        guard directory.isEmpty else { return [absolute("\(directory)/\(project).conf")] }
        return [project, program].compactMap { first("\($0).conf") }
    }

    /// The first `placement.conf.d` and the first such directory of the program's name.
    func directories() -> [String] {
        [project, program].compactMap { first("\($0).conf.d") }
    }

    private func first(_ name: String) -> String? {
        var places = [absolute("~/.\(project)"), absolute("~"), "/etc/\(project)", "/etc"]
        for variable in ["SNAP_COMMON", "SNAP"] {
            if let snap = environment[variable], !snap.isEmpty {
                places.append("\(snap)/etc/\(project)")
            }
        }
        return places.map { "\($0)/\(name)" }.first(where: File.exists)
    }

    /// The path from the root on, with the home directory in the place of `~`.
    func absolute(_ path: String) -> String {
        if path == "~" || path.hasPrefix("~/") {
            let home = environment["HOME"] ?? "/root"
            return normalized(home + path.dropFirst())
        }
        return normalized(path.hasPrefix("/") ? path : "\(Process.workingDirectory)/\(path)")
    }

    private func normalized(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }
}
