// SPDX-License-Identifier: Apache-2.0

/// Where Keystone is, who the service is to it, and what is made of its answers.
///
/// Source: keystonemiddleware 13 `auth_token/_opts.py`.
package struct KeystoneSettings: Sendable {
    /// How the service gets its own token; `nil` if nobody configured it.
    package var authentication: KeystoneAuthentication?
    /// The address that callers are told when they are refused; the service's own if `nil`.
    package var publicURL: String?
    /// Which endpoint of the identity service is asked: `internal`, `public` or `admin`.
    package var interface = "internal"
    package var regionName: String?

    /// How often a request is tried again after the connection failed.
    package var connectionRetries = 3
    /// How long a token is believed without asking again, in seconds; below 0 for not at all, 0
    /// for as long as the token is good.
    package var cacheSeconds = 300
    /// How many tokens are remembered.
    package var cacheLimit = 20_000
    /// Whether servers of a cache are named that services share; there is none here.
    package var namesSharedCache = false

    /// How many requests may wait for Keystone at a time, so that others are answered meanwhile.
    package var waitingLimit = 4
    /// How long an answer may take before Keystone counts as slow, and one more request waits for
    /// its turn; then it is refused.
    var waitingPatience: Duration = .seconds(5)

    /// One of these roles makes a token one of a service.
    package var serviceRoles: Set<String> = ["service"]
    /// Whether a service token without such a role is refused.
    package var requiresServiceRoles = true
    /// Whether requests without a good token go on, for the application to judge.
    package var delaysDecision = false
    /// Whether Keystone is asked for the catalog with each token.
    package var includesCatalog = true
    /// What access rules of application credentials call this service.
    package var serviceType: String?

    package init() {}

    /// What an operator may not have meant.
    var doubts: [String] {
        var doubts: [String] = []
        if authentication == nil {
            doubts.append(
                "[keystone_authtoken] auth_type is not set: no token can be validated, and all "
                    + "requests that have one are answered 503")
        }
        if publicURL == nil {
            doubts.append(
                "[keystone_authtoken] www_authenticate_uri is not set: callers are told the "
                    + "address that the service itself uses, which they may not reach")
        }
        if !requiresServiceRoles {
            doubts.append(
                "[keystone_authtoken] service_token_roles_required is false: anybody's token "
                    + "passes for that of a service")
        }
        if namesSharedCache {
            doubts.append(
                "[keystone_authtoken] memcached_servers is set and not used: each process "
                    + "remembers tokens by itself")
        }
        return doubts
    }
}

/// How the service proves to Keystone who it is.
///
/// Source: keystoneauth1 5 `identity/v3/` and `identity/generic/`.
package struct KeystoneAuthentication: Equatable, Sendable {
    /// What is shown to Keystone.
    package enum Method: Equatable, Sendable {
        case password(User, password: String)
        case applicationCredential(id: String, secret: String)
        case namedApplicationCredential(name: String, User, secret: String)
        case token(String)
    }

    /// A user, or a project, by its identifier or by its name in a domain.
    package enum Name: Equatable, Sendable {
        case id(String)
        case name(String, domain: Domain?)
    }

    package typealias User = Name

    /// A domain, by its identifier or its name.
    package enum Domain: Equatable, Sendable {
        case id(String)
        case name(String)
    }

    /// What the token is for.
    package enum Scope: Equatable, Sendable {
        case project(Name)
        case domain(Domain)
        case trust(id: String)
        case system
        case none
    }

    /// Where Keystone is: its root or its version 3.
    package var url: String
    package var method: Method
    package var scope: Scope
    /// Whether the version 3 is looked for at `url`; otherwise it is `url` itself or `/v3` below.
    package var discoversVersion: Bool

    package init(url: String, method: Method, scope: Scope, discoversVersion: Bool = true) {
        self.url = url
        self.method = method
        self.scope = scope
        self.discoversVersion = discoversVersion
    }
}
