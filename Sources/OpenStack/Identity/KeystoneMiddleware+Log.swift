// SPDX-License-Identifier: Apache-2.0

import HTTPClient

extension KeystoneMiddleware {
    /// Asks the Keystone that the configuration names; the log hears what becomes of tokens.
    ///
    /// - Throws: ``ConfigurationError`` for options that are not complete.
    package init(_ configuration: Configuration, log: Log) throws(ConfigurationError) {
        let logger = log.logger("keystonemiddleware.auth_token")
        self.init(
            try KeystoneSettings(configuration), http: HTTPClient.Settings(keystone: configuration)
        ) { logger.write($0) }
    }
}
