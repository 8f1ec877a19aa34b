// SPDX-License-Identifier: Apache-2.0

import JSON
import OpenStack
import POSIX
import PlacementAPI

/// Prints what is wrong or odd about the configuration.
let configurationCheck = Command(
    inspecting: "config check", "Look for mistakes in the configuration.",
    options: [
        .flag("--strict", "let warnings count as errors"),
        .value(
            "--user", "NAME",
            "as whom the service runs: placement if root asks and there is one, else who asks"),
        .format,
    ],
    details: """
        Unknown options and sections, wrong values, old names, options without effect here, policy
        files that cannot be used, and files: whether the service's user can read and write what it
        needs, and whether everyone can read secrets or write what only the service should.
        """,
    statuses: [
        ExitStatus(0, "nothing serious was found"),
        ExitStatus(1, "a file that was named cannot be read, or it failed"),
        ExitStatus(ExitStatus.found, "an error was found, with --strict also a warning"),
    ],
    example: "--strict --user placement"
) { call in
    let user = try serviceUser(call.arguments.options["--user"])
    var files: [String] = []
    var check: ConfigurationCheck
    do throws(ConfigurationError) {
        let inputs = try call.inputs()
        files = inputs.files.map(\.path)
        check = ConfigurationCheck(inputs)
        let (configuration, _) = Configuration.examined(inputs)
        check.look(at: configuration, as: user)
    } catch {
        guard case .syntax = error else { throw error }
        check = ConfigurationCheck(error)
    }
    switch call.format {
    case .text:
        for finding in check.findings {
            call.print("\(finding.severity): \(finding.text)")
            if let mend = finding.mend { call.print("  mend: \(mend)") }
        }
        if files.isEmpty && check.findings.isEmpty { call.print("no configuration file was found") }
        if check.findings.isEmpty { call.print("nothing is wrong") }
    case .json:
        var json = JSON.Writer()
        json.array { json in
            for finding in check.findings {
                json.object { json in
                    json.member("severity", finding.severity.rawValue)
                    json.member("check", finding.check)
                    json.member("text", finding.text)
                    json.member("mend", finding.mend)
                }
            }
        }
        call.print(String(decoding: json.bytes, as: UTF8.self))
    }
    let isStrict = call.arguments.options["--strict"] != nil
    let isSerious = check.findings.contains { isStrict || $0.severity == .error }
    return isSerious ? ExitStatus.found : 0
}

/// As whom the service runs, as far as one can tell.
private func serviceUser(_ name: String?) throws -> NamedUser {
    if let name {
        guard let user = try User.named(name) else {
            throw CommandFailure("there is no user \(name)")
        }
        return NamedUser(name: name, user: user)
    }
    if User.current.isSuperuser, let user = try User.named("placement") {
        return NamedUser(name: "placement", user: user)
    }
    return NamedUser(name: "user \(User.current.userID)", user: .current)
}
