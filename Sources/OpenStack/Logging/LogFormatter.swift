// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import POSIX

/// Makes a line of a record, as the operator's format strings say.
///
/// Source: oslo.log `formatters.py`, `ContextFormatter` and `JSONFormatter`.
final class LogFormatter: Sendable {
    private let context: PercentFormat
    private let plain: PercentFormat
    private let debugSuffix: PercentFormat?
    private let exceptionPrefix: PercentFormat
    private let userIdentity: PercentFormat
    private let dateFormat: String
    private let usesJSON: Bool
    private let hostName = Process.hostName
    /// The last second that was written out, for the lines that follow in it.
    private let lastSecond = Lock<(seconds: Int64, text: String)>((.min, ""))
    /// Whether the arguments of messages are shown beside them.
    var showsArguments: Bool { usesJSON }

    /// Takes the format strings from the configuration.
    ///
    /// - Throws: ``ConfigurationError/invalidValue(source:group:option:value:reason:)`` for a
    ///   format string that cannot be filled in.
    init(_ configuration: Configuration) throws(ConfigurationError) {
        context = try configuration.format(LoggingOptions.contextFormat)
        plain = try configuration.format(LoggingOptions.defaultFormat)
        exceptionPrefix = try configuration.format(LoggingOptions.exceptionPrefix)
        userIdentity = try configuration.format(LoggingOptions.userIdentityFormat)
        let suffix = try configuration.format(LoggingOptions.debugSuffix)
        debugSuffix = configuration[LoggingOptions.debugSuffix].isEmpty ? nil : suffix
        dateFormat = configuration[LoggingOptions.dateFormat]
        usesJSON = configuration[LoggingOptions.usesJSON]
    }

    /// The line without a line break at its end.
    func line(_ record: LogRecord) -> [UInt8] {
        if usesJSON { return json(record) }
        let format = record.context == nil ? plain : context
        var bytes: [UInt8] = []
        bytes.reserveCapacity(384)
        append(format, of: record, to: &bytes)
        if let failure = record.failure, !format.contains(.errorSummary) {
            bytes.append(contentsOf: ": ".utf8)
            bytes.append(contentsOf: failure.prefix { $0 != "\n" }.utf8)
        }
        if record.level == .debug, let debugSuffix {
            bytes.append(0x20)
            append(debugSuffix, of: record, to: &bytes)
        }
        let further = record.failure?.split(separator: "\n").dropFirst() ?? []
        for line in further {
            bytes.append(0x0A)
            append(exceptionPrefix, of: record, to: &bytes)
            bytes.append(contentsOf: line.utf8)
        }
        return bytes
    }

    private func append(_ format: PercentFormat, of record: LogRecord, to bytes: inout [UInt8]) {
        format.append(
            to: &bytes,
            plain: { field, bytes in
                switch field {
                case .asctime: bytes.append(contentsOf: date(record.time).utf8)
                case .message: bytes.append(contentsOf: record.message.utf8)
                case .userIdentity:
                    if let context = record.context { append(identityOf: context, to: &bytes) }
                default: value(of: field, in: record).append(to: &bytes)
                }
            },
            value: { value(of: $0, in: record) })
    }

    private func value(of field: LogField, in record: LogRecord) -> LogValue {
        switch field {
        case .asctime: .text(date(record.time))
        case .userIdentity: .text(record.context.map(identity) ?? "")
        case .errorSummary where record.failure == nil: .text("-")
        default: record.context?.value(of: field) ?? record.value(of: field)
        }
    }

    private func identity(_ context: LogContext) -> String {
        var bytes: [UInt8] = []
        append(identityOf: context, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func append(identityOf context: LogContext, to bytes: inout [UInt8]) {
        func shown(_ field: LogField) -> LogValue {
            let value = context.value(of: field) ?? .nothing
            return value.isFalse ? .text("-") : value
        }
        userIdentity.append(
            to: &bytes, plain: { field, bytes in shown(field).append(to: &bytes) }, value: shown)
    }

    /// The date and time in the operator's format; without one as Python's `logging` has it.
    private func date(_ time: WallTime) -> String {
        let known = lastSecond.withLock { $0.seconds == time.seconds ? $0.text : nil }
        var text: String
        if let known {
            text = known
        } else {
            let format = dateFormat.isEmpty ? "%Y-%m-%d %H:%M:%S" : dateFormat
            text = LocalTime.text(time, format: format)
            lastSecond.withLock { $0 = (time.seconds, text) }
        }
        if dateFormat.isEmpty { text += "," + (time.nanoseconds / 1_000_000).padded(3) }
        return text
    }

    private func json(_ record: LogRecord) -> [UInt8] {
        var json = JSON.Writer(capacity: 512)
        json.object { json in
            json.member("message", record.message)
            json.member("asctime", date(record.time))
            json.member("name", record.name)
            json.member("msg", record.arguments?.template ?? record.message)
            json.key("args")
            LogFormatter.write(record.arguments, to: &json)
            json.member("levelname", record.level.name)
            json.member("levelno", record.level.rawValue)
            for (key, field) in LogFormatter.jsonFields {
                json.key(key)
                json.value(record.value(of: field))
            }
            json.member("traceback", record.failure)
            json.member("hostname", hostName)
            json.member("error_summary", record.value(of: .errorSummary).text)
            json.key("context")
            json.object { json in
                if let context = record.context { LogFormatter.write(context, to: &json) }
            }
            json.key("extra")
            json.object { json in
                json.member("project", record.context.map { $0.caller?.projectID } ?? "unknown")
                json.member("version", "unknown")
            }
        }
        return json.bytes
    }

    private static func write(_ arguments: LogArguments?, to json: inout JSON.Writer) {
        switch arguments?.values {
        case .named(let values):
            json.object { json in
                for (name, value) in values {
                    json.key(name)
                    json.value(value)
                }
            }
        case .ordered(let values):
            json.array { json in
                for value in values { json.value(value) }
            }
        case nil: json.array { _ in }
        }
    }

    private static let jsonFields: [(String, LogField)] = [
        ("pathname", .pathname), ("filename", .filename), ("module", .module),
        ("lineno", .lineno), ("funcname", .funcName), ("created", .created), ("msecs", .msecs),
        ("relative_created", .relativeCreated), ("thread", .thread),
        ("thread_name", .threadName), ("process_name", .processName), ("process", .process),
    ]

    private static func write(_ context: LogContext, to json: inout JSON.Writer) {
        func write(_ fields: [LogField]) {
            for field in fields {
                json.key(field.rawValue)
                json.value(context.value(of: field) ?? .nothing)
            }
        }
        write([
            .userName, .projectName, .domainName, .userDomainName, .projectDomainName, .user,
            .projectID, .systemScope, .project, .domain, .userDomain, .projectDomain,
        ])
        for field in [LogField.isAdmin, .readOnly, .showDeleted] {
            json.member(field.rawValue, false)
        }
        write([.authToken, .requestID, .globalRequestID, .resourceUUID])
        json.key(LogField.roles.rawValue)
        json.array { json in
            for role in context.caller?.roles ?? [] { json.value(role) }
        }
        // Not what the operator's format says, but oslo.context's own.
        let identity: [LogField] = [.user, .project, .domain, .userDomain, .projectDomain]
        json.member(
            LogField.userIdentity.rawValue,
            identity.map { field in
                let value = context.value(of: field) ?? .nothing
                return value.isFalse ? "-" : value.text
            }.joined(separator: " "))
        json.member(LogField.isAdminProject.rawValue, context.caller?.isAdminProject ?? true)
    }
}

extension JSON.Writer {
    fileprivate mutating func value(_ value: LogValue) {
        switch value {
        case .text(let text): self.value(text)
        case .integer(let integer): self.value(integer)
        case .number(let number): self.value(number)
        case .nothing: null()
        }
    }
}

extension Configuration {
    fileprivate func format(
        _ option: Option<String>
    ) throws(ConfigurationError) -> PercentFormat {
        do {
            return try PercentFormat(self[option])
        } catch {
            throw invalid(option, self[option], error.reason)
        }
    }

    /// The error for a value that has the option's type and still cannot be used.
    func invalid<Value>(
        _ option: Option<Value>, _ value: String, _ reason: String
    ) -> ConfigurationError {
        let name = option.declaration.name
        return .invalidValue(
            source: setting(name)?.source ?? .standard, group: name.group, option: name.name,
            value: value, reason: reason)
    }
}
