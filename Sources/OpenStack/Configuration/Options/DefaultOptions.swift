// SPDX-License-Identifier: Apache-2.0

/// Options of the section `DEFAULT` that are not about the log.
package enum DefaultOptions {
    package static let pythonDirectory = Option(
        "DEFAULT", "pybasedir", .string, default: "/var/lib/placement",
        """
        A folder that other values can refer to as $pybasedir. In the Python service it is where \
        its modules are installed.
        """)

    package static let stateDirectory = Option(
        "DEFAULT", "state_path", .string, default: "$pybasedir",
        "A folder for the service's own files; other values can refer to it as $state_path.")

    package static let temporaryDirectory = Option(
        "DEFAULT", "tempdir", .string, "A folder for files that need not outlive the service.",
        [.ineffective])

    package static let logsOptions = Option(
        "DEFAULT", "log_options", .boolean, default: true,
        "Write the values of all options into the log at the start, if debug is on.")

    package static let configurationSource = Option(
        "DEFAULT", "config_source", .list, default: [],
        "Sections that describe further sources of configuration.", [.ineffective])

    package static let group = OptionGroup(
        "DEFAULT", "What concerns the whole service.",
        [
            pythonDirectory, stateDirectory, temporaryDirectory, logsOptions, configurationSource,
        ])
}
