// SPDX-License-Identifier: Apache-2.0

extension Configuration {
    /// Tells the log what is to be known about the configuration: as warnings old names, and
    /// options about the log that do nothing here; at level DEBUG unknown options and, with
    /// `log_options`, all values.
    ///
    /// Secrets are four asterisks.
    ///
    /// Source: oslo.config `cfg.py`, `_Namespace._check_deprecated` and
    /// `ConfigOpts.log_opt_values`.
    package func report(to log: Log) {
        let names = log.logger("oslo_config.cfg")
        for setting in settingsByOldNames {
            guard let old = setting.oldName else { continue }
            let new = setting.declaration.name
            names.warning(
                """
                Deprecated: Option "\(old.name)" from group "\(old.group)" is deprecated. \
                Use option "\(new.name)" from group "\(new.group)".
                """)
        }
        var known: Set<OptionName> = []
        for unknown in unknownOptions where known.insert(unknown.name).inserted {
            names.debug("\(unknown.source): \(unknown.name) is not known, and has no effect")
        }
        warnOfLoggingOptions(names)
        if self[DefaultOptions.logsOptions] { reportValues(to: log.logger("placement.wsgi")) }
    }

    /// Who has set one of these expects lines elsewhere, or files to be rotated.
    private func warnOfLoggingOptions(_ logger: Logger) {
        let declared = Set(LoggingOptions.group.declarations.map(\.name))
        for setting in settings
        where !setting.declaration.hasEffect && declared.contains(setting.declaration.name)
            && setting.value.text != setting.declaration.standard.text
        {
            logger.warning(
                """
                \(setting.source): \(setting.declaration.name) has no effect here; the log is \
                rotated by logrotate, and its form set by the other options.
                """)
        }
    }

    private func reportValues(to logger: Logger) {
        guard logger.isEnabled(.debug) else { return }
        logger.debug(String(repeating: "*", count: 80))
        logger.debug("Configuration options gathered from:")
        logger.debug("config files: [\(files.map(\.pythonQuoted).joined(separator: ", "))]")
        logger.debug(String(repeating: "=", count: 80))
        for setting in settings {
            let name = setting.declaration.name
            let title = name.group == "DEFAULT" ? name.name : "\(name.group).\(name.name)"
            let padding = String(repeating: " ", count: max(0, 30 - title.utf8.count))
            let value = setting.value.text == nil ? "None" : setting.value.substitution
            logger.debug("\(title)\(padding) = \(setting.declaration.isSecret ? "****" : value)")
        }
        logger.debug(String(repeating: "*", count: 80))
    }
}
