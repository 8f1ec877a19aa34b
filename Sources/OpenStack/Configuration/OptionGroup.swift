// SPDX-License-Identifier: Apache-2.0

/// The options of one section, in the order of the sample file.
package struct OptionGroup: Sendable {
    /// Other sections in which the same options may stand.
    package enum Copies: Sendable {
        case none
        /// Each section whose name begins like this; what it leaves out it has from this group.
        case prefixed(String)
        /// The section that an option of this group names; what it leaves out has its default.
        case named(by: OptionName)
    }

    package let name: String
    /// What the section is about, in whole sentences.
    package let help: String
    package let declarations: [Declaration]
    package let copies: Copies

    package init(
        _ name: String, _ help: String, copies: Copies = .none, _ options: [any DeclaredOption]
    ) {
        self.name = name
        self.help = help
        self.copies = copies
        declarations = options.map(\.declaration)
        precondition(
            declarations.allSatisfy { $0.name.group == name }, "an option stands in a wrong table")
    }
}

extension OptionGroup {
    /// All groups of the three programs, in the order of the sample file.
    package static let all: [OptionGroup] = [
        DefaultOptions.group, LoggingOptions.group, APIOptions.group, DatabaseOptions.group,
        PlacementOptions.group, FastCGIOptions.group, KeystoneOptions.group, PolicyOptions.group,
        CatalogOptions.group, MonitoringOptions.group, RepeatOptions.group, MiddlewareOptions.group,
        CORSOptions.group, WorkaroundOptions.group, CacheOptions.group,
    ]
}
