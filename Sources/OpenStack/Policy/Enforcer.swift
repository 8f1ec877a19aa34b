// SPDX-License-Identifier: Apache-2.0

package import Gateway
package import JSON
import POSIX

/// Judges calls by the rules in force, and follows changes of the operator's files.
///
/// A file that becomes bad while the service runs changes nothing: the rules that were in force
/// stay, and the log says so. A file that goes away gives way to the defaults.
package final class Enforcer: Sendable {
    /// Where the rules come from and how they are joined; the options of `[oslo_policy]`.
    package struct Settings: Sendable {
        /// Where the policy file may be; the first path at which there is one counts.
        package var policyFiles: [String] = []
        /// For each of `policy_dirs`, where it may be.
        package var policyDirectories: [[String]] = []
        package var enforceNewDefaults = true
        package var defaultRule = "default"
        /// How old a look at the files may get before the next call takes another.
        package var reloadInterval: Duration = .seconds(1)

        package init() {}
    }

    private struct State {
        var policy: Policy
        var stamp: PolicyFileStamp
        var nextLook: MonotonicTime
    }

    private let defaults: [RuleDefault]
    private let settings: Settings
    private let askRemote: @Sendable (RemoteQuestion) throws(PolicyError) -> Bool
    private let report: @Sendable (Notice) -> Void
    private let state: Lock<State>

    /// Reads the files.
    ///
    /// - Parameters:
    ///   - defaults: The rules of the service.
    ///   - settings: The options.
    ///   - askRemote: Asks another server, for `http:` and `https:` checks.
    ///   - report: Is told what belongs into the log.
    /// - Throws: ``PolicyFileError`` for the first file that cannot be used.
    package init(
        defaults: [RuleDefault], settings: Settings = Settings(),
        askRemote: @escaping @Sendable (RemoteQuestion) throws(PolicyError) -> Bool = refuse,
        report: @escaping @Sendable (Notice) -> Void = { _ in }
    ) throws(PolicyFileError) {
        self.defaults = defaults
        self.settings = settings
        self.askRemote = askRemote
        self.report = report
        let stamp = PolicyFileStamp(settings)
        let policy = try Enforcer.policy(stamp, defaults, settings, report: report)
        let nextLook = MonotonicTime.now + settings.reloadInterval
        state = Lock(State(policy: policy, stamp: stamp, nextLook: nextLook))
    }

    /// The rules in force.
    package var policy: Policy {
        let now = MonotonicTime.now
        let (policy, stamp) = state.withLock { state -> (Policy, PolicyFileStamp?) in
            guard now >= state.nextLook else { return (state.policy, nil) }
            // This call looks at the files, the others go on meanwhile.
            state.nextLook = now + settings.reloadInterval
            return (state.policy, state.stamp)
        }
        guard let stamp else { return policy }
        return reload(policy, unlike: stamp)
    }

    /// Whether the rules in force allow it to the caller.
    ///
    /// - Parameters:
    ///   - rule: The rule's name; one that exists nowhere allows nothing.
    ///   - caller: Who asks.
    ///   - target: What the call is about; without it, the caller's own project and user.
    /// - Returns: The verdict.
    /// - Throws: ``PolicyError`` where a check cannot be judged: an internal error to the client.
    package func allows(
        _ rule: String, to caller: Caller, target: Object? = nil
    ) throws(PolicyError) -> Bool {
        let question = Policy.Question(
            rule, Credentials(caller), target: target ?? caller.ownTarget, askRemote: askRemote)
        return try policy.allows(question)
    }

    /// Reads the files again, even those that look as they did; the log hears what came of it.
    ///
    /// - Returns: Whether they are in force; otherwise the rules stay as they were.
    package func reload() -> Bool {
        adopt(PolicyFileStamp(settings)) != nil
    }

    /// Reads the files again if they are not as they were.
    private func reload(_ policy: Policy, unlike old: PolicyFileStamp) -> Policy {
        let new = PolicyFileStamp(settings)
        guard new != old else { return policy }
        return adopt(new) ?? policy
    }

    /// Puts the rules of some files into force; `nil` if they cannot be used.
    private func adopt(_ new: PolicyFileStamp) -> Policy? {
        do throws(PolicyFileError) {
            let changed = try Enforcer.policy(new, defaults, settings, report: report)
            state.withLock { state in
                state.policy = changed
                state.stamp = new
            }
            report(Notice(.info, "the policy files were read again"))
            return changed
        } catch {
            // Remembered as seen, so that the log says this once for each change.
            state.withLock { $0.stamp = new }
            report(Notice(.error, "\(error); the rules stay as they were"))
            return nil
        }
    }

    private static func policy(
        _ stamp: PolicyFileStamp, _ defaults: [RuleDefault], _ settings: Settings,
        report: (Notice) -> Void
    ) throws(PolicyFileError) -> Policy {
        var files: [PolicyFile] = []
        for path in stamp.paths {
            let contents: [UInt8]
            do throws(Errno) {
                contents = try File.contents(of: path)
            } catch {
                throw PolicyFileError(path: path, reason: "cannot be read: \(error)")
            }
            files.append(try PolicyFile(path: path, contents: contents, report: report))
        }
        return Policy(
            defaults: defaults, files: files, enforceNewDefaults: settings.enforceNewDefaults,
            defaultRule: settings.defaultRule, report: report)
    }
}

extension Caller {
    /// Source: reference `placement/context.py`, `RequestContext.can`.
    fileprivate var ownTarget: Object {
        [
            "project_id": projectID.map(Value.string) ?? .null,
            "user_id": userID.map(Value.string) ?? .null,
        ]
    }
}

/// Which policy files there are, and what tells a changed one from the same.
private struct PolicyFileStamp: Equatable, Sendable {
    private struct Entry: Equatable, Sendable {
        let path: String
        /// `nil` for a file that is named but cannot be looked at.
        let status: FileStatus?
    }

    private let entries: [Entry]

    /// The files in the order in which they are read.
    var paths: [String] { entries.map(\.path) }

    /// Looks for the files.
    init(_ settings: Enforcer.Settings) {
        var paths: [String] = []
        if let path = settings.policyFiles.first(where: File.exists) { paths.append(path) }
        for places in settings.policyDirectories {
            guard let directory = places.first(where: File.exists) else { continue }
            paths += PolicyFileStamp.files(in: directory)
        }
        entries = paths.map { path in
            // Reading the file fails with the same error, and says it.
            Entry(path: path, status: try? File.status(of: path))
        }
    }

    /// The files of a directory by name, without hidden ones and further directories.
    private static func files(in directory: String) -> [String] {
        // A path that is no directory is reported when it is read as a file.
        guard let names = try? File.names(in: directory) else { return [directory] }
        return names.filter { !$0.hasPrefix(".") }.map { "\(directory)/\($0)" }.filter { path in
            // What cannot be looked at stays, and is reported when it is read.
            (try? File.status(of: path))?.kind != .directory
        }
    }
}
