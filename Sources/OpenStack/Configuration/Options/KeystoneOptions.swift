// SPDX-License-Identifier: Apache-2.0

/// Options of the section `keystone_authtoken`: how tokens are validated, and as whom.
///
/// Source: keystonemiddleware 13 `auth_token/_opts.py`; keystoneauth1 `loading/`, for the types of
/// authentication password, token and application credential.
package enum KeystoneOptions {
    // Where Keystone is, and how it is reached.

    package static let publicURL = option(
        "www_authenticate_uri",
        """
        The public address of Keystone, which callers without a good token are told. If it is not \
        set, the address that the service itself uses.
        """)
    package static let interface = Option(
        name, "interface", .string, default: "internal",
        "Which of Keystone's addresses in the catalog to use: public, internal or admin.")
    package static let regionName = option("region_name", "The region whose Keystone to use.")
    package static let authorityFile = option(
        "cafile", "The certificates of authorities to trust; the system's if it is not set.")
    package static let certificateFile = option(
        "certfile", "The certificate to show to Keystone.")
    package static let keyFile = option("keyfile", "The private key of that certificate.")
    package static let insecure = Option(
        name, "insecure", .boolean, default: false,
        "Do not look at Keystone's certificate. Anyone on the way can then be Keystone.")
    package static let connectTimeoutSeconds = Option(
        name, "http_connect_timeout", .integer(),
        """
        Seconds to wait for an answer of Keystone. If it is not set, 5 for the connection and 20 \
        for all.
        """)
    package static let maxRetries = Option(
        name, "http_request_max_retries", .integer(), default: 3,
        "How often a request to Keystone is tried again when the connection fails.")

    // What is made of an answer.

    package static let cacheTimeSeconds = Option(
        name, "token_cache_time", .integer(), default: 300,
        "Seconds for which a validated token is believed without asking again; -1 asks each time.")
    package static let delaysDecision = Option(
        name, "delay_auth_decision", .boolean, default: false,
        "Let requests without a good token pass, and leave the refusal to what comes behind.")
    package static let includesCatalog = Option(
        name, "include_service_catalog", .boolean, default: true,
        "Ask for the catalog with each token.")
    package static let serviceType = option(
        "service_type",
        "The service's type in access rules of application credentials: placement.")
    package static let serviceTokenRoles = Option(
        name, "service_token_roles", .list, default: ["service"],
        "A token of a service must have one of these roles, so that an expired token is accepted.")
    package static let serviceTokenRolesRequired = Option(
        name, "service_token_roles_required", .boolean, default: true,
        "Refuse tokens of services without one of service_token_roles.")

    // As whom the service speaks to Keystone.

    package static let authType = option(
        "auth_type",
        """
        How the service proves to Keystone who it is: password, v3password, \
        v3applicationcredential, token or v3token.
        """, oldNames: ["auth_plugin"])
    package static let authSection = option(
        "auth_section", "Another section in which the options of auth_type stand.")
    package static let authURL = option("auth_url", "The address of Keystone.")
    package static let username = option(
        "username", "The service's user.", oldNames: ["user_name"])
    package static let userID = option("user_id", "The service's user, by identifier.")
    package static let userDomainName = option("user_domain_name", "The user's domain.")
    package static let userDomainID = option(
        "user_domain_id", "The user's domain, by identifier.")
    package static let password = option("password", "The user's password.", [.secret])
    package static let projectName = option(
        "project_name", "The project to act in.", oldNames: ["tenant_name"])
    package static let projectID = option(
        "project_id", "The project to act in, by identifier.", oldNames: ["tenant_id"])
    package static let projectDomainName = option(
        "project_domain_name", "The project's domain.")
    package static let projectDomainID = option(
        "project_domain_id", "The project's domain, by identifier.")
    package static let domainName = option("domain_name", "The domain to act in.")
    package static let domainID = option("domain_id", "The domain to act in, by identifier.")
    package static let defaultDomainName = option(
        "default_domain_name", "The domain of user and project, where theirs is not set.")
    package static let defaultDomainID = option(
        "default_domain_id",
        "The domain of user and project, by identifier, where theirs is not set.")
    package static let systemScope = option("system_scope", "Act in the whole system: all.")
    package static let trustID = option("trust_id", "The trust to act by.")
    package static let applicationCredentialID = option(
        "application_credential_id", "The application credential, by identifier.")
    package static let applicationCredentialName = option(
        "application_credential_name", "The application credential, by name; the user must be set.")
    package static let applicationCredentialSecret = option(
        "application_credential_secret", "The secret of the application credential.", [.secret])
    package static let token = option(
        "token", "The token to authenticate with, for token and v3token.", [.secret])

    // A cache of tokens that several services share.

    package static let memcachedServers = Option(
        name, "memcached_servers", .list,
        "Servers of a token cache that services share. Here each process has a cache of its own.",
        [.ineffective], oldNames: [OptionName(name, "memcache_servers")])

    package static let group = OptionGroup(
        name, "How Keystone is asked about tokens, if auth_strategy is keystone.",
        copies: .named(by: authSection.declaration.name),
        [
            publicURL, interface, regionName, authorityFile, certificateFile, keyFile, insecure,
            connectTimeoutSeconds, maxRetries, cacheTimeSeconds, delaysDecision, includesCatalog,
            serviceType, serviceTokenRoles, serviceTokenRolesRequired, authType, authSection,
            authURL, username, userID, userDomainName, userDomainID, password, projectName,
            projectID, projectDomainName, projectDomainID, domainName, domainID,
            defaultDomainName, defaultDomainID, systemScope, trustID, applicationCredentialID,
            applicationCredentialName, applicationCredentialSecret, token, memcachedServers,
        ] + withoutEffect)

    private static let name = "keystone_authtoken"

    private static func option(
        _ option: String, _ help: String, _ traits: Set<OptionTrait> = [], oldNames: [String] = []
    ) -> Option<String?> {
        Option(
            name, option, .string, help, traits, oldNames: oldNames.map { OptionName(name, $0) })
    }
}

extension KeystoneOptions {
    /// Options that keystonemiddleware reads and that mean nothing here.
    private static let withoutEffect: [any DeclaredOption] =
        strings.map { option($0, "Not used: \(unused).", [.ineffective]) }
        + secrets.map { option($0, "Not used: \(unused).", [.ineffective, .secret]) }
        + integers.map {
            Option(name, $0.0, .integer(), default: $0.1, "Not used: \(unused).", [.ineffective])
        }
        + switches.map {
            Option(name, $0.0, .boolean, default: $0.1, "Not used: \(unused).", [.ineffective])
        }

    private static let unused = "each process has a token cache of its own, in memory"
    private static let strings = [
        "auth_version", "cache", "enforce_token_bind", "memcache_security_strategy",
        "memcache_tls_allowed_ciphers", "memcache_tls_cafile", "memcache_tls_certfile",
        "memcache_tls_keyfile", "memcache_username",
    ]
    private static let secrets = ["memcache_password", "memcache_secret_key"]
    private static let integers = [
        ("memcache_pool_conn_get_timeout", 10), ("memcache_pool_dead_retry", 300),
        ("memcache_pool_maxsize", 10), ("memcache_pool_socket_timeout", 3),
        ("memcache_pool_unused_timeout", 60),
    ]
    private static let switches = [
        ("memcache_sasl_enabled", false), ("memcache_tls_enabled", false),
        ("memcache_use_advanced_pool", true),
    ]
}
