// SPDX-License-Identifier: Apache-2.0

import HTTPClient

extension KeystoneMiddleware {
    /// Asks the Keystone that the configuration names; the log hears what becomes of tokens.
    ///
    /// - Parameters:
    ///   - configuration: What the operator has set.
    ///   - threads: How many requests are answered at a time; half of them may wait for Keystone.
    ///   - log: Where it goes.
    /// - Throws: ``ConfigurationError`` for options that are not complete.
    package init(
        _ configuration: Configuration, threads: Int, log: Log
    ) throws(ConfigurationError) {
        let logger = log.logger("keystonemiddleware.auth_token")
        var settings = try KeystoneSettings(configuration)
        settings.waitingLimit = max(threads / 2, 1)
        self.init(settings, http: HTTPClient.Settings(keystone: configuration)) {
            logger.write($0)
        }
    }
}
