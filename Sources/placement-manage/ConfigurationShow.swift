// SPDX-License-Identifier: Apache-2.0

import JSON
import OpenStack

/// Prints the value of each option and where it comes from; secrets are four asterisks.
let configurationShow = Command(
    "config show", arguments: "[SECTION[.OPTION]] [--format text|json]",
    "Show the options with their values and where these come from."
) { call in
    let (options, words) = try call.parsed(options: ["--format"], words: 0...1)
    let format = try OutputFormat(options)
    let settings = call.configuration.settings.filter { setting in
        let name = setting.declaration.name
        guard let wanted = words.first else { return true }
        return wanted == name.group || wanted == "\(name.group).\(name.name)"
    }
    guard !settings.isEmpty else { throw UsageError("there is no option \(words[0])") }
    switch format {
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
        let value = (shown(setting) ?? "<None>").split(
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
                json.member("value", shown(setting))
                json.member("source", setting.source.description)
                json.member("secret", setting.declaration.isSecret)
            }
        }
    }
    call.print(String(decoding: json.bytes, as: UTF8.self))
}

private func shown(_ setting: Configuration.Setting) -> String? {
    setting.declaration.isSecret && setting.value.text != nil ? "****" : setting.value.text
}
