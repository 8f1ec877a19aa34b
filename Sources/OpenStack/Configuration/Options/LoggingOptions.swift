// SPDX-License-Identifier: Apache-2.0

/// What ends the rate limit of log lines.
package enum RateLimitExceptLevel: String, CaseIterable, Sendable {
    case critical = "CRITICAL"
    case error = "ERROR"
    case info = "INFO"
    case warning = "WARNING"
    case debug = "DEBUG"
    case none = ""
}

/// Options of the section `DEFAULT` about the log.
///
/// Source: oslo.log `_options.py`; the last of the default levels is from reference
/// `placement/wsgi/__init__.py`.
package enum LoggingOptions {
    package static let debug = Option(
        section, "debug", .boolean, default: false,
        "Write lines of level DEBUG too, instead of INFO and above.", [.commandLine])

    package static let logFile = Option(
        section, "log_file", .string,
        """
        The file to write to. If no file, use_stderr and use_journal are set, the log goes to \
        standard error. The file may be rotated: when it was moved away, or on SIGHUP and \
        SIGUSR1, it is opened again.
        """, [.commandLine], oldNames: [OptionName(section, "logfile")])

    package static let logDirectory = Option(
        section, "log_dir", .string,
        """
        The folder of log_file, if that is a relative path. If log_file is not set, the folder in \
        which to write a file of the program's name.
        """, [.commandLine], oldNames: [OptionName(section, "logdir")])

    package static let usesStandardError = Option(
        section, "use_stderr", .boolean, default: false,
        "Write to standard error, even if there is a file too.")

    package static let usesSyslog = Option(
        section, "use_syslog", .boolean, default: false, "Write to syslog.", [.commandLine])

    package static let syslogFacility = Option(
        section, "syslog_log_facility", .string, default: "LOG_USER",
        "The facility of lines in syslog, such as LOG_LOCAL0.", [.commandLine])

    package static let usesJournal = Option(
        section, "use_journal", .boolean, default: false,
        "Write to systemd's journal, with the fields of each line.", [.commandLine])

    package static let usesJSON = Option(
        section, "use_json", .boolean, default: false,
        "Write each line as a JSON object.", [.commandLine])

    package static let dateFormat = Option(
        section, "log_date_format", .string, default: "%Y-%m-%d %H:%M:%S",
        "How %(asctime)s is written, in the letters of strftime.", [.commandLine])

    package static let contextFormat = Option(
        section, "logging_context_format_string", .string,
        default: """
            %(asctime)s.%(msecs)03d %(process)d %(levelname)s %(name)s [%(global_request_id)s \
            %(request_id)s %(user_identity)s] %(instance)s%(message)s
            """, "How a line is written that belongs to a request.")

    package static let defaultFormat = Option(
        section, "logging_default_format_string", .string,
        default: """
            %(asctime)s.%(msecs)03d %(process)d %(levelname)s %(name)s [-] %(instance)s%(message)s
            """, "How a line is written that belongs to no request.")

    package static let debugSuffix = Option(
        section, "logging_debug_format_suffix", .string,
        default: "%(funcName)s %(pathname)s:%(lineno)d", "What is added to lines of level DEBUG.")

    package static let exceptionPrefix = Option(
        section, "logging_exception_prefix", .string,
        default: "%(asctime)s.%(msecs)03d %(process)d ERROR %(name)s %(instance)s",
        "What stands before each further line about a failure.")

    package static let userIdentityFormat = Option(
        section, "logging_user_identity_format", .string,
        default: """
            %(user)s %(project)s %(domain)s %(system_scope)s %(user_domain)s %(project_domain)s
            """, "How %(user_identity)s is written.")

    package static let defaultLevels = Option(
        section, "default_log_levels", .list,
        default: [
            "amqp=WARN", "boto=WARN", "sqlalchemy=WARN", "suds=INFO", "oslo.messaging=INFO",
            "oslo_messaging=INFO", "iso8601=WARN",
            "requests.packages.urllib3.connectionpool=WARN", "urllib3.connectionpool=WARN",
            "websocket=WARN", "requests.packages.urllib3.util.retry=WARN",
            "urllib3.util.retry=WARN", "keystonemiddleware=WARN", "routes.middleware=WARN",
            "stevedore=WARN", "taskflow=WARN", "keystoneauth=WARN", "oslo.cache=INFO",
            "oslo_policy=INFO", "dogpile.core.dogpile=INFO", "routes=INFO",
        ],
        """
        Levels of parts of the program, by the names that %(name)s shows; a part of a part has the \
        level of the whole unless it has its own.
        """)

    package static let rateLimitIntervalSeconds = Option(
        section, "rate_limit_interval", .integer(), default: 0,
        "Seconds in which at most rate_limit_burst lines are written; 0 sets no limit.")

    package static let rateLimitBurst = Option(
        section, "rate_limit_burst", .integer(), default: 0,
        "Lines that are written in each rate_limit_interval.")

    package static let rateLimitExceptLevel = Option<RateLimitExceptLevel>(
        section, "rate_limit_except_level", .choice(), default: .critical,
        "Lines of this level and above are always written; if it is empty, none are.")

    package static let group = OptionGroup(
        section, "Where the log goes, and what its lines look like.",
        [
            debug, logFile, logDirectory, usesStandardError, usesSyslog, syslogFacility,
            usesJournal, usesJSON, dateFormat, contextFormat, defaultFormat, debugSuffix,
            exceptionPrefix, userIdentityFormat, defaultLevels, rateLimitIntervalSeconds,
            rateLimitBurst, rateLimitExceptLevel,
        ] + withoutEffect)

    private static let section = "DEFAULT"
}

/// Units of `log_rotate_interval`.
private enum RotationInterval: String, CaseIterable {
    case seconds = "Seconds"
    case minutes = "Minutes"
    case hours = "Hours"
    case days = "Days"
    case weekday = "Weekday"
    case midnight = "Midnight"
}

/// When the Python service rotates its own log.
private enum RotationType: String, CaseIterable {
    case interval, size, none
}

extension LoggingOptions {
    /// Options that oslo.log reads and that mean nothing here.
    private static let withoutEffect: [any DeclaredOption] = [
        Option(
            section, "log_config_append", .string,
            "A file in the format of Python's logging module.", [.ineffective, .commandLine],
            oldNames: [OptionName(section, "log_config")]),
        Option(
            section, "log_color", .boolean, default: false, "Colours by level on a terminal.",
            [.ineffective]),
        Option(
            section, "log_rotate_interval", .integer(), default: 1,
            "How often the log is rotated. Here logrotate does that.", [.ineffective]),
        Option<RotationInterval>(
            section, "log_rotate_interval_type", .choice(ignoringCase: true), default: .days,
            "The unit of log_rotate_interval.", [.ineffective]),
        Option(
            section, "max_logfile_count", .integer(), default: 30,
            "How many rotated logs are kept.", [.ineffective]),
        Option(
            section, "max_logfile_size_mb", .integer(), default: 200,
            "The size at which the log is rotated.", [.ineffective]),
        Option<RotationType>(
            section, "log_rotation_type", .choice(ignoringCase: true), default: .none,
            "Whether the service rotates its own log. Here logrotate does that.", [.ineffective]),
        Option(
            section, "publish_errors", .boolean, default: false, "Send errors as notifications.",
            [.ineffective]),
        Option(
            section, "instance_format", .string, default: "[instance: %(uuid)s] ",
            "How a server is named in a line. No line here is about one.", [.ineffective]),
        Option(
            section, "instance_uuid_format", .string, default: "[instance: %(uuid)s] ",
            "How a server's UUID is written in a line. No line here is about one.",
            [.ineffective]),
        Option(
            section, "fatal_deprecations", .boolean, default: false,
            "Stop at the use of what is deprecated.", [.ineffective]),
    ]
}
