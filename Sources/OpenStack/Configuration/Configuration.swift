// SPDX-License-Identifier: Apache-2.0

/// The values of all declared options, read and checked once at the start.
package struct Configuration: Sendable {
    /// An option's value and where it comes from.
    package struct Setting: Sendable {
        package let declaration: Declaration
        package let value: OptionValue
        package let source: ConfigurationSource
        /// The old name by which it was set, if it was.
        package let oldName: OptionName?
    }

    /// An assignment in a file that belongs to no declared option.
    package struct UnknownOption: Equatable, Sendable {
        package let name: OptionName
        package let source: ConfigurationSource
    }

    /// The paths of the files that were read; what a later one says replaces the earlier.
    package let files: [String]
    /// All options, those of copied groups too, in the order of the tables.
    package let settings: [Setting]
    /// What stands in the files and means nothing here, in the order of the files.
    package let unknownOptions: [UnknownOption]

    private let indexes: [OptionName: Int]

    /// Gives all options their values and checks these.
    ///
    /// - Parameters:
    ///   - inputs: The files, environment and command line.
    ///   - groups: The declared options.
    /// - Throws: ``ConfigurationError`` for the first value that is not of its option's type.
    package init(
        _ inputs: ConfigurationInputs, groups: [OptionGroup] = OptionGroup.all
    ) throws(ConfigurationError) {
        let (configuration, errors) = Configuration.examined(inputs, groups: groups)
        if let error = errors.first { throw error }
        self = configuration
    }

    /// The configuration with everything that is wrong with it; options with errors have their
    /// defaults.
    package static func examined(
        _ inputs: ConfigurationInputs, groups: [OptionGroup] = OptionGroup.all
    ) -> (Configuration, [ConfigurationError]) {
        var resolver = ConfigurationResolver(inputs, groups)
        let (settings, errors) = resolver.resolveAll()
        let configuration = Configuration(
            files: inputs.files.map(\.path), settings: settings,
            unknownOptions: resolver.unknownOptions())
        return (configuration, errors)
    }

    private init(files: [String], settings: [Setting], unknownOptions: [UnknownOption]) {
        self.files = files
        self.settings = settings
        self.unknownOptions = unknownOptions
        indexes = Dictionary(
            zip(settings.map(\.declaration.name), settings.indices), uniquingKeysWith: { $1 })
    }

    /// The value of an option.
    package subscript<Value>(option: Option<Value>) -> Value {
        self[option, in: option.declaration.name.group]
    }

    /// The value of an option in another section that has the same options.
    ///
    /// - Parameters:
    ///   - option: The option, as declared in its own group.
    ///   - group: One of ``copies(of:)``, or the section that the group's option names, in
    ///     small or capital letters.
    package subscript<Value>(option: Option<Value>, in group: String) -> Value {
        let name = OptionName(
            ConfigurationFile.normalized(group), option.declaration.name.name)
        guard let index = indexes[name], let value = settings[index].value.value as? Value else {
            preconditionFailure("\(name) is not in the tables")
        }
        return value
    }

    /// The value and source of an option, `nil` if there is none of that name.
    package func setting(_ name: OptionName) -> Setting? {
        indexes[name].map { settings[$0] }
    }

    /// The further sections that have the options of a group, in byte order.
    package func copies(of group: OptionGroup) -> [String] {
        guard case .prefixed(let prefix) = group.copies else { return [] }
        let groups = Set(settings.map(\.declaration.name.group).filter { $0.hasPrefix(prefix) })
        return groups.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Options that were set by a name they had before, for a warning in the log.
    package var settingsByOldNames: [Setting] {
        settings.filter { $0.oldName != nil }
    }

    /// Makes sure that the options without which nothing runs are set.
    ///
    /// - Throws: ``ConfigurationError/missing(group:option:)`` for the first one that is not.
    package func checkRequiredOptions() throws(ConfigurationError) {
        for setting in settings where setting.declaration.isRequired && setting.value.text == nil {
            let name = setting.declaration.name
            throw .missing(group: name.group, option: name.name)
        }
    }
}
