// SPDX-License-Identifier: Apache-2.0

import JSON
import OpenStack

/// Prints the value of each option and where it comes from; secrets are four asterisks.
let configurationShow = Command(
    "config show", "Show the options with their values and where these come from.",
    operands: [
        CommandOperand(
            "SECTION[.OPTION]", "the options of a section, or one of them; else all are shown",
            isRequired: false)
    ],
    options: [
        .flag("--set", "only what is set somewhere, not the defaults"), .format,
    ],
    details: """
        Behind each value stands where it comes from: FILE:LINE, the variable of the environment,
        the option of the command line, or default. What is secret is four asterisks, passwords in
        URLs too.
        """,
    statuses: [
        ExitStatus(0, "shown"), ExitStatus(1, "a value is wrong, or there is no such option"),
    ],
    example: "placement_database.connection"
) { call in
    let wanted = call.arguments.words.first
    let isOnlySet = call.arguments.options["--set"] != nil
    let named = call.configuration.settings.filter { setting in
        let name = setting.declaration.name
        return wanted == nil || wanted == name.group || wanted == "\(name.group).\(name.name)"
    }
    if let wanted, named.isEmpty {
        throw CommandFailure("there is no section or option \(wanted); config sample has them all")
    }
    let settings = named.filter { !isOnlySet || $0.source != .standard }
    switch call.format {
    case .text: showAsText(settings, call)
    case .json: showAsJSON(settings, call)
    }
    return 0
}

private func showAsText(_ settings: [Configuration.Setting], _ call: Invocation) {
    var section: String?
    for setting in settings {
        let name = setting.declaration.name
        if name.group != section {
            if section != nil { call.print("") }
            call.print("[\(name.group)]")
        }
        section = name.group
        let value = (setting.shownText ?? "<None>").split(
            separator: "\n", omittingEmptySubsequences: false
        ).joined(separator: "\n    ")
        call.print("\(name.name) = \(value)  # \(setting.source)")
    }
}

private func showAsJSON(_ settings: [Configuration.Setting], _ call: Invocation) {
    var json = JSON.Writer(capacity: 1 << 14)
    json.array { json in
        for setting in settings {
            json.object { json in
                json.member("section", setting.declaration.name.group)
                json.member("option", setting.declaration.name.name)
                json.member("value", setting.shownText)
                json.member("source", setting.source.description)
                json.member("secret", setting.declaration.isSecret)
            }
        }
    }
    call.print(String(decoding: json.bytes, as: UTF8.self))
}
