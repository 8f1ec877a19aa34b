// SPDX-License-Identifier: Apache-2.0

extension Enforcer {
    /// Reads the rules that the configuration names; the log hears what happens to the files.
    ///
    /// - Throws: ``PolicyFileError`` for the first file that cannot be used.
    package convenience init(
        _ configuration: Configuration, defaults: [RuleDefault], log: Log
    ) throws(PolicyFileError) {
        let logger = log.logger("oslo_policy.policy")
        let remote = RemotePolicy(RemotePolicy.Settings(configuration))
        try self.init(
            defaults: defaults, settings: Settings(configuration),
            askRemote: { question throws(PolicyError) in try remote.ask(question) },
            report: { logger.write($0) })
    }
}
