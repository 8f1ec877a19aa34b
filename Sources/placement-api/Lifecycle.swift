// SPDX-License-Identifier: Apache-2.0

import OpenStack
import POSIX

/// What operators and the service manager ask of the running service, and what they are told.
struct Lifecycle: Sendable {
    private let configuration: Configuration
    private let readAgain: @Sendable () throws -> Configuration
    private let log: Log
    private let logger: Logger
    private let enforcer: Enforcer
    private let notifier: ServiceNotifier

    /// - Parameters:
    ///   - configuration: As it was read at the start.
    ///   - readAgain: Reads the same files, environment and command line once more.
    ///   - log: Where it goes.
    ///   - enforcer: The policy in force.
    /// - Throws: ``Errno`` if `NOTIFY_SOCKET` is no name of a socket.
    init(
        _ configuration: Configuration, readAgain: @escaping @Sendable () throws -> Configuration,
        log: Log, enforcer: Enforcer
    ) throws {
        self.configuration = configuration
        self.readAgain = readAgain
        self.log = log
        self.enforcer = enforcer
        logger = log.logger("placement.lifecycle")
        notifier = try ServiceNotifier(socket: Process.environment("NOTIFY_SOCKET"))
    }

    /// Says that requests are answered from now on.
    ///
    /// - Parameter summary: What is served, where, and on which database.
    func begin(_ summary: String) {
        StandardStream.output.writeLine("placement-api: ready: \(summary)")
        if configuration.namesLog { logger.info("ready: \(summary)") }
        tell { () throws(Errno) in try notifier.ready(summary) }
    }

    /// Says that no more requests are taken, and the ones in hand answered.
    func beginStopping() {
        let limit = configuration[FastCGIOptions.drainTimeout]
        let status = "stopping: the requests in hand are answered, for at most \(limit)"
        logger.info(status)
        // Beside the drain, the database is closed.
        tell { () throws(Errno) in try notifier.stopping(status, atMost: limit + .seconds(10)) }
    }

    /// Says how it ended.
    func end(isDrained: Bool) {
        if isDrained {
            logger.info("stopped: all requests are answered")
        } else {
            logger.warning("stopped: [fastcgi] drain_timeout was over before the last answer")
        }
    }

    /// Opens the log's files anew, after they were moved away.
    func reopenLog() {
        do {
            try log.reopen()
        } catch {
            logger.error("a log file cannot be opened anew; lines go on into the old one", error)
        }
    }

    /// Reads the configuration's levels of the log and the policy again, and opens the log anew.
    ///
    /// What cannot be read leaves in force what was.
    ///
    /// - Parameter summary: As for ``begin(_:)``.
    func reload(_ summary: String) {
        tell { () throws(Errno) in try notifier.reloading("reading the configuration again") }
        reopenLog()
        reloadConfiguration()
        // The enforcer says itself what came of it.
        _ = enforcer.reload()
        tell { () throws(Errno) in try notifier.ready(summary) }
    }

    private func reloadConfiguration() {
        do {
            let new = try readAgain()
            try log.setLevels(new)
            logger.info("the configuration was read again, and the levels of the log taken from it")
            new.report(to: log)
            let waiting = configuration.changes(in: new)
            if !waiting.isEmpty {
                logger.warning("changed, but not before the next start: \(waiting)")
            }
        } catch {
            logger.error("\(error); the configuration stays as it was")
        }
    }

    private func tell(_ message: () throws(Errno) -> Void) {
        do {
            try message()
        } catch {
            logger.warning("the service manager cannot be told: \(error)")
        }
    }
}

extension Configuration {
    /// Whether lines of the log go elsewhere than to standard error.
    fileprivate var namesLog: Bool {
        self[LoggingOptions.logFile] != nil || self[LoggingOptions.logDirectory] != nil
            || self[LoggingOptions.usesSyslog] || self[LoggingOptions.usesJournal]
    }

    /// The options that another configuration sets otherwise, and that count at the start alone.
    fileprivate func changes(in new: Configuration) -> String {
        let taken = [
            LoggingOptions.debug.declaration.name, LoggingOptions.defaultLevels.declaration.name,
        ]
        let changed = new.settings.filter { setting in
            let name = setting.declaration.name
            return !taken.contains(name) && self.setting(name)?.value.text != setting.value.text
        }
        return changed.map { "\($0.declaration.name)" }.joined(separator: ", ")
    }
}
