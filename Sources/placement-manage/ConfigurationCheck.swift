// SPDX-License-Identifier: Apache-2.0

import JSON
import OpenStack

/// Prints what is wrong or odd about the configuration.
///
/// The exit status is 1 if there is an error, or with `--strict` a warning, else 0.
let configurationCheck = Command(
    inspecting: "config check", arguments: "[--strict] [--format text|json]",
    "Look for mistakes in the configuration."
) { call in
    let options = try call.parsed(options: ["--format"], flags: ["--strict"]).options
    let format = try OutputFormat(options)
    let inputs = try call.inputs()
    let findings = ConfigurationCheck(inputs).findings
    switch format {
    case .text:
        for finding in findings { call.print("\(finding.severity): \(finding.text)") }
        if inputs.files.isEmpty { call.print("no configuration file was found") }
        if findings.isEmpty { call.print("nothing is wrong") }
    case .json:
        var json = JSON.Writer()
        json.array { json in
            for finding in findings {
                json.object { json in
                    json.member("severity", finding.severity.rawValue)
                    json.member("text", finding.text)
                }
            }
        }
        call.print(String(decoding: json.bytes, as: UTF8.self))
    }
    let isSerious = findings.contains { $0.severity == .error }
    return isSerious || options["--strict"] != nil && !findings.isEmpty ? 1 : 0
}
