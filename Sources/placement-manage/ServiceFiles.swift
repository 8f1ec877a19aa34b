// SPDX-License-Identifier: Apache-2.0

import ConfiguredDatabase
import OpenStack
import POSIX
import PlacementAPI
import SQLite

/// A user of the machine by name.
struct NamedUser {
    let name: String
    let user: User
}

extension ConfigurationCheck {
    /// Looks at what the values of options name: the database, policy files, the socket, the log.
    mutating func look(at configuration: Configuration, as user: NamedUser) {
        var files = configuration.files.map { ServiceFile("the configuration file", $0, .reads) }
        files += databaseFiles(configuration)
        files += policyFiles(configuration)
        files += socketFiles(configuration)
        files += logFiles(configuration)
        look(at: files, as: user.user, named: user.name)
    }

    /// The database, its folder, and the files beside it that other programs may have made.
    private mutating func databaseFiles(_ configuration: Configuration) -> [ServiceFile] {
        let settings: Database.Settings
        do {
            settings = try Database.Settings(configuration, access: .readWrite)
        } catch is ConfigurationError {
            return []  // That it is not set was found already.
        } catch {
            add(
                .error, "database-url", "[placement_database] connection: \(error)",
                mend: "connection = sqlite:////var/lib/placement/placement.db")
            return []
        }
        let path = absolute(settings.path)
        let isMade = configuration[DatabaseOptions.syncsOnStartup]
        let use = settings.access == .readOnly ? ServiceFile.Use.reads : .writes
        if !isMade, case .missing(let missing) = User.root.obstacle(to: [.read], at: path),
            missing == path
        {
            add(
                .warning, "database-missing", "the database, \(path): there is none yet",
                mend: "placement-manage db sync, as the user of the service")
        }
        var files = [ServiceFile("the database", path, use, mayBeMissing: true)]
        // A log that cannot be written makes the database one that cannot be.
        files += ["-wal", "-shm"].map {
            ServiceFile("the database's log", path + $0, use, mayBeMissing: true)
        }
        files += ["-lock", "-queue"].map {
            ServiceFile("the database's lock", path + $0, .reads, mayBeMissing: true)
        }
        if use == .writes {
            files.append(ServiceFile("the database's folder", folder(of: path), .makesFiles))
        }
        return files
    }

    /// The policy files in force, and whether they can be understood.
    private mutating func policyFiles(_ configuration: Configuration) -> [ServiceFile] {
        let settings = Enforcer.Settings(configuration)
        var notices: [Notice] = []
        do throws(PolicyFileError) {
            let reported = Reported()
            _ = try Enforcer(
                defaults: policyDefaults, settings: settings, report: { reported.add($0) })
            notices = reported.notices
        } catch {
            add(
                .error, "policy-file", "\(error)",
                mend: "correct the file; policy list shows the result")
        }
        for notice in notices where notice.severity != .info {
            add(
                notice.severity == .error ? .error : .warning, "policy-rule", notice.text)
        }
        var paths = settings.policyFiles.first(where: File.exists).map { [$0] } ?? []
        if paths.isEmpty, isSet(PolicyOptions.policyFile.declaration.name, configuration) {
            add(
                .warning, "policy-missing",
                "[oslo_policy] policy_file = \(configuration[PolicyOptions.policyFile]): there is "
                    + "no such file, so the default rules hold")
        }
        paths += settings.policyDirectories.compactMap { $0.first(where: File.exists) }
        return paths.flatMap { path in
            let names = (try? File.names(in: path)) ?? []
            return [path] + names.filter { !$0.hasPrefix(".") }.map { "\(path)/\($0)" }
        }.map { ServiceFile("a policy file", absolute($0), .reads) }
    }

    /// The folder of a unix socket that the service makes.
    private mutating func socketFiles(_ configuration: Configuration) -> [ServiceFile] {
        account(configuration[FastCGIOptions.socketOwner], "owner", "user", Account.userID)
        account(configuration[FastCGIOptions.socketGroup], "group", "group", Account.groupID)
        guard let listen = configuration[FastCGIOptions.listen] else { return [] }
        if listen.hasPrefix("unix:/") {
            let path = String(listen.dropFirst("unix:".count))
            return [ServiceFile("the socket's folder", folder(of: path), .makesFiles)]
        }
        let port = listen.split(separator: ":", omittingEmptySubsequences: false).last ?? ""
        let isKnown = listen.hasPrefix("unix:") || listen.contains(":") && UInt16(port) != nil
        if !isKnown {
            add(
                .error, "listen-address",
                "[fastcgi] listen = \(listen): it must be unix:PATH, HOST:PORT or fd:N")
        }
        return []
    }

    /// Looks for the user or the group that a socket is to belong to.
    private mutating func account(
        _ name: String?, _ role: String, _ kind: String,
        _ number: (String) throws(Errno) -> UInt32?
    ) {
        guard let name else { return }
        let option = "[fastcgi] socket_\(role) = \(name)"
        do throws(Errno) {
            guard try number(name) == nil else { return }
            add(.error, "socket-\(role)", "\(option): there is no such \(kind)")
        } catch {
            add(.error, "socket-\(role)", "\(option): the \(kind) cannot be looked up: \(error)")
        }
    }

    /// The log, or the folder in which it is made.
    private func logFiles(_ configuration: Configuration) -> [ServiceFile] {
        let directory = configuration[LoggingOptions.logDirectory].map(absolute)
        guard let name = configuration[LoggingOptions.logFile] else {
            return directory.map { [ServiceFile("the log's folder", $0, .makesFiles)] } ?? []
        }
        let path = absolute(name.hasPrefix("/") ? name : (directory.map { $0 + "/" } ?? "") + name)
        return [
            ServiceFile("the log", path, .writes, mayBeMissing: true),
            ServiceFile("the log's folder", folder(of: path), .makesFiles),
        ]
    }

    private func isSet(_ name: OptionName, _ configuration: Configuration) -> Bool {
        configuration.setting(name)?.source != .standard
    }
}

extension User {
    fileprivate static let root = User(userID: 0, groupIDs: [0])
}

/// What a policy file's reader had to say.
private final class Reported: Sendable {
    private let all = Lock<[Notice]>([])
    var notices: [Notice] { all.withLock { $0 } }
    func add(_ notice: Notice) { all.withLock { $0.append(notice) } }
}

/// A path from the root on.
private func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : "\(Process.workingDirectory)/\(path)"
}

/// The folder that a file is in.
func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}
