// SPDX-License-Identifier: Apache-2.0

import Gateway
import POSIX

/// What a format string can ask for.
///
/// Source: the attributes of Python's `logging.LogRecord`; oslo.log `formatters.py`,
/// `ContextFormatter`; oslo.context `RequestContext.get_logging_values`.
enum LogField: String {
    // Of the line.
    case asctime, created, filename, funcName, isotime, levelname, levelno, lineno, message, module
    case msecs, name, pathname, process, processName, relativeCreated, thread, threadName
    case errorSummary = "error_summary"
    case instance, color, resource, version
    // Of the request and its caller.
    case authToken = "auth_token"
    case domain
    case domainName = "domain_name"
    case globalRequestID = "global_request_id"
    case isAdmin = "is_admin"
    case isAdminProject = "is_admin_project"
    case project
    case projectDomain = "project_domain"
    case projectDomainName = "project_domain_name"
    case projectID = "project_id"
    case projectName = "project_name"
    case readOnly = "read_only"
    case requestID = "request_id"
    case resourceUUID = "resource_uuid"
    case roles
    case showDeleted = "show_deleted"
    case systemScope = "system_scope"
    case user
    case userDomain = "user_domain"
    case userDomainName = "user_domain_name"
    case userIdentity = "user_identity"
    case userName = "user_name"

    /// Whether `%(name)d` may ask for it.
    var isNumber: Bool {
        switch self {
        case .created, .levelno, .lineno, .msecs, .process, .relativeCreated, .thread: true
        default: false
        }
    }
}

/// A value to be put into a format string.
enum LogValue: Equatable {
    case text(String)
    case integer(Int)
    case number(Double)
    /// Python's `None`.
    case nothing

    /// As Python's `str` writes it.
    var text: String {
        switch self {
        case .text(let text): text
        case .integer(let integer): String(integer)
        case .number(let number): number.description
        case .nothing: "None"
        }
    }

    /// Adds what ``text`` is.
    func append(to bytes: inout [UInt8]) {
        switch self {
        case .text(let text): bytes.append(contentsOf: text.utf8)
        case .integer(let integer) where integer >= 0: bytes.append(digitsOf: integer)
        default: bytes.append(contentsOf: text.utf8)
        }
    }

    /// Whether Python takes it for false, so that `logging_user_identity_format` shows a dash.
    var isFalse: Bool {
        self == .nothing || self == .text("")
    }
}

extension LogContext {
    /// What the request says about a field; `nil` for fields that are not about requests.
    func value(of field: LogField) -> LogValue? {
        switch field {
        case .requestID: .text(requestID)
        case .globalRequestID: optional(globalRequestID)
        case .user: optional(caller?.userID)
        case .project, .projectID: optional(caller?.projectID)
        case .domain: optional(caller?.domainID)
        case .userDomain: optional(caller?.userDomainID)
        case .projectDomain: optional(caller?.projectDomainID)
        case .systemScope: optional(caller?.systemScope)
        case .roles: .text("[\((caller?.roles ?? []).map(\.pythonQuoted).joined(separator: ", "))]")
        case .isAdminProject: .text(caller?.isAdminProject ?? true ? "True" : "False")
        case .isAdmin, .readOnly, .showDeleted: .text("False")
        // Nothing here learns the names.
        case .userName, .projectName, .domainName, .userDomainName, .projectDomainName,
            .resourceUUID:
            .nothing
        // The reference shows no more of it either.
        case .authToken: hasToken ? .text("***") : .nothing
        default: nil
        }
    }

    private func optional(_ text: String?) -> LogValue {
        text.map(LogValue.text) ?? .nothing
    }
}

extension LogRecord {
    /// What the line itself says about a field; empty for what only a request knows.
    func value(of field: LogField) -> LogValue {
        switch field {
        case .created: .number(time.secondsSince1970)
        case .msecs: .number((Double(time.nanoseconds) / 1e6))
        case .relativeCreated:
            .number((time.secondsSince1970 - LogRecord.start.secondsSince1970) * 1000)
        case .levelname: .text(level.name)
        case .levelno: .integer(level.rawValue)
        case .name: .text(name)
        case .message: .text(message)
        case .pathname: .text(place.file.description)
        case .filename: .text(place.fileName)
        case .module: .text(String(place.fileName.prefix { $0 != "." }))
        case .funcName: .text(place.function.description)
        case .lineno: .integer(place.line)
        case .process: .integer(LogRecord.process)
        case .processName: .text("MainProcess")
        case .thread: .integer(Int(Thread.currentIdentifier))
        case .threadName: .text("Thread-\(Thread.currentIdentifier)")
        case .errorSummary: .text(failure.map { String($0.prefix { $0 != "\n" }) } ?? "")
        case .isotime: .text(isoTime)
        case .project: .text("placement")
        case .version: .text("unknown")
        default: .text("")
        }
    }

    /// The program does not fork, so the kernel is asked but once.
    private static let process = Int(Process.identifier)
    /// When the program started, or first asked.
    private static let start = WallTime.now

    private var isoTime: String {
        let offset = LocalTime.offsetSeconds(at: time)
        let date = LocalTime.text(time, format: "%Y-%m-%dT%H:%M:%S")
        let minutes = abs(offset) / 60
        return date + "." + (time.nanoseconds / 1000).padded(6)
            + (offset < 0 ? "-" : "+") + (minutes / 60).padded(2) + ":" + (minutes % 60).padded(2)
    }
}

extension LogRecord.Place {
    fileprivate var fileName: String {
        let path = file.description
        guard let slash = path.lastIndex(of: "/") else { return path }
        return String(path[path.index(after: slash)...])
    }
}

extension Int {
    /// The digits, with zeros before them up to a width.
    func padded(_ width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.utf8.count)) + digits
    }
}
