// SPDX-License-Identifier: Apache-2.0

import POSIX

/// What a configuration is made of: files, environment variables and command line options.
package struct ConfigurationInputs: Sendable {
    /// An option given on the command line.
    package struct Argument: Equatable, Sendable {
        /// As it was typed, such as `--log-file`.
        package let argument: String
        package let text: String

        package init(argument: String, text: String) {
            self.argument = argument
            self.text = text
        }
    }

    package var files: [ConfigurationFile]
    package var environment: [String: String]
    package var commandLine: [OptionName: Argument]

    package init(
        files: [ConfigurationFile] = [], environment: [String: String] = [:],
        commandLine: [OptionName: Argument] = [:]
    ) {
        self.files = files
        self.environment = environment
        self.commandLine = commandLine
    }
}

extension ConfigurationInputs {
    /// Takes `--config-file`, `--config-dir` and the options of the tables from a command line, and
    /// reads the files.
    ///
    /// Without `--config-file` the standard files are read, without `--config-dir` the standard
    /// directories, both before what is named on the command line, and that in the order in which
    /// it is named.
    ///
    /// - Parameters:
    ///   - arguments: The words behind the program's name; what belongs here is removed.
    ///   - program: The program's name, for `placement-api.conf`.
    ///   - environment: The process's environment.
    ///   - groups: The declared options.
    /// - Throws: ``ConfigurationError`` for a file or directory that was named and cannot be read.
    ///
    /// Source: oslo.config `ConfigOpts._parse_config_files`, `find_config_files`,
    /// `find_config_dirs`; reference `placement/wsgi/__init__.py` for `OS_PLACEMENT_CONFIG_DIR`.
    package init(
        arguments: inout [String], program: String, environment: [String: String],
        groups: [OptionGroup] = OptionGroup.all
    ) throws(ConfigurationError) {
        let given = try CommandLineOptions(taking: &arguments, groups)
        try self.init(given, program: program, environment: environment)
    }

    /// Reads the files that a command line names, or the standard ones.
    init(
        _ given: CommandLineOptions, program: String, environment: [String: String]
    ) throws(ConfigurationError) {
        let search = ConfigurationSearch(
            project: "placement", program: program, environment: environment)
        var paths: [String] = []
        if !given.namesFiles { paths += search.files() }
        if !given.namesDirectories {
            for directory in search.directories() { paths += try configurationFiles(in: directory) }
        }
        for place in given.places {
            switch place {
            case .file(let path): paths.append(search.absolute(path))
            case .directory(let path):
                let directory = search.absolute(path)
                guard File.exists(directory) else { throw .noDirectory(path: directory) }
                paths += try configurationFiles(in: directory)
            }
        }
        var files: [ConfigurationFile] = []
        for path in paths { files.append(try ConfigurationFile(path: path)) }
        self.init(files: files, environment: environment, commandLine: given.options)
    }
}

extension ConfigurationFile {
    /// Reads a file and takes it apart.
    ///
    /// - Throws: ``ConfigurationError/unreadable(path:reason:)``, or what is wrong with its text.
    package init(path: String) throws(ConfigurationError) {
        let bytes: [UInt8]
        do {
            bytes = try File.contents(of: path)
        } catch {
            throw .unreadable(path: path, reason: error.description)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .unreadable(path: path, reason: "It is not UTF-8 text")
        }
        try self.init(text: text, path: path)
    }
}

/// The files `*.conf` of a directory in byte order, without hidden ones.
private func configurationFiles(in directory: String) throws(ConfigurationError) -> [String] {
    do {
        return try File.names(in: directory)
            .filter { $0.hasSuffix(".conf") && !$0.hasPrefix(".") }
            .map { "\(directory)/\($0)" }
    } catch {
        throw .unreadable(path: directory, reason: error.description)
    }
}
