// SPDX-License-Identifier: Apache-2.0

/// How callers are told apart.
package enum AuthStrategy: String, CaseIterable, Sendable {
    case keystone
    case noauth2
}

/// Options of the section `api`.
///
/// Source: reference `placement/conf/api.py`.
package enum APIOptions {
    package static let authStrategy = Option<AuthStrategy>(
        "api", "auth_strategy", .choice(), default: .keystone,
        """
        How callers prove who they are. With keystone, the Identity service is asked about each \
        token. With noauth2 everyone is believed: the token is the user's name, and "admin" may do \
        everything. It is for tests only.
        """, oldNames: [OptionName("DEFAULT", "auth_strategy")])

    package static let group = OptionGroup("api", "The API's front door.", [authStrategy])
}
