// SPDX-License-Identifier: Apache-2.0

import ConfiguredDatabase
import JSON
import OpenStack
import POSIX
import Placement
import SQLite
import Storage

/// Says what has to be done before the service is upgraded.
///
/// The exit status is that of the worst finding: 0 success, 1 warning, 2 failure; 255 if it could
/// not be found out. Source: oslo.upgradecheck; reference `placement/cmd/status.py`.
let upgradeCheck = Command(
    "upgrade check", "Check whether the database is ready for an upgrade.",
    options: [
        .format, .flag("--json", "the same as --format json, as the Python service spells it"),
    ],
    details: """
        Looks for providers without a root, for allocations whose consumer has no row, and for a
        policy file in JSON. The database is only read.
        """,
    statuses: [
        ExitStatus(0, "it is ready"), ExitStatus(1, "there is a warning"),
        ExitStatus(2, "there is a failure, or wrong call"),
    ],
    example: "--format json"
) { call in
    let options = call.arguments.options
    let database = try Database(Database.Settings(call.configuration, access: .readOnly))
    let findings =
        try database.read { connection in
            let store = Store(connection, now: Timestamp(microseconds: 0))
            return [try rootProviders(store), try consumers(store)]
        } + [try policyFile(call.configuration)]
    if options["--json"] != nil || options["--format"] == "json" {
        call.print(json(findings))
    } else {
        for line in table(findings) { call.print(line) }
    }
    return findings.map(\.severity.rawValue).max() ?? 0
}

/// What one check found.
private struct Finding {
    /// How bad it is; the worst one is the exit status.
    enum Severity: Int32 {
        case success, warning, failure

        var name: String {
            switch self {
            case .success: "Success"
            case .warning: "Warning"
            case .failure: "Failure"
            }
        }
    }

    let check: String
    var severity = Severity.success
    var details: String?
}

private func rootProviders(_ store: Store) throws -> Finding {
    var finding = Finding(check: "Missing Root Provider IDs")
    if try store.hasMissingRootProviders() {
        finding.severity = .failure
        finding.details =
            "There is at least one resource provider table record which misses its root provider "
            + "id. Run the \"placement-manage db online_data_migrations\" command."
    }
    return finding
}

private func consumers(_ store: Store) throws -> Finding {
    var finding = Finding(check: "Incomplete Consumers")
    let count = try store.missingConsumerCount()
    if count > 0 {
        finding.severity = .warning
        finding.details =
            "There are \(count) incomplete consumers table records for existing allocations. Run "
            + "the \"placement-manage db online_data_migrations\" command."
    }
    return finding
}

/// Policy files in JSON are read, but have been out of use since Wallaby.
private func policyFile(_ configuration: Configuration) throws -> Finding {
    var finding = Finding(check: "Policy File JSON to YAML Migration")
    let path = configuration.places(
        of: configuration[PolicyOptions.policyFile], environment: Process.environment
    ).first(where: File.exists)
    guard let path else { return finding }
    do {
        _ = try JSON.Value(parsing: try File.contents(of: path))
    } catch is ParseError {
        return finding
    }
    finding.severity = .failure
    finding.details =
        "Your policy file is JSON-formatted which is deprecated. You need to switch to "
        + "YAML-formatted file. Use the ``oslopolicy-convert-json-to-yaml`` tool to convert the "
        + "existing JSON-formatted files to YAML in a backwards-compatible manner: "
        + "https://docs.openstack.org/oslo.policy/latest/cli/"
        + "oslopolicy-convert-json-to-yaml.html."
    return finding
}

private func table(_ findings: [Finding]) -> [String] {
    var table = TextTable(
        ["Upgrade Check Results"], alignment: .left, hasLineBelowEachRow: true)
    for finding in findings {
        let details = finding.details.map { TextTable.wrappedAsInPython($0, width: 60) } ?? "None"
        table.add([
            """
            Check: \(finding.check)
            Result: \(finding.severity.name)
            Details: \(details)
            """
        ])
    }
    return table.lines
}

private func json(_ findings: [Finding]) -> String {
    var json = Writer()
    json.object { json in
        json.member("name", "Upgrade Check Results")
        json.array("checks") { json in
            for finding in findings {
                json.object { json in
                    json.member("check", finding.check)
                    json.member("result", Int(finding.severity.rawValue))
                    json.member("details", finding.details)
                }
            }
        }
    }
    return String(decoding: json.bytes, as: UTF8.self)
}
