// SPDX-License-Identifier: Apache-2.0

package import HTTPClient

extension KeystoneSettings {
    /// The options of the section `keystone_authtoken`, and of the one that `auth_section` names.
    ///
    /// - Throws: ``ConfigurationError`` for an `auth_type` that does not exist, or one whose
    ///   options are not complete or contradict each other.
    package init(_ configuration: Configuration) throws(ConfigurationError) {
        self.init()
        authentication = try KeystoneAuthentication(configuration)
        publicURL = configuration[KeystoneOptions.publicURL]?.nonEmpty
        interface = configuration[KeystoneOptions.interface]
        regionName = configuration[KeystoneOptions.regionName]?.nonEmpty
        connectionRetries = configuration[KeystoneOptions.maxRetries]
        cacheSeconds = configuration[KeystoneOptions.cacheTimeSeconds]
        namesSharedCache = configuration[KeystoneOptions.memcachedServers]?.isEmpty == false
        serviceRoles = Set(configuration[KeystoneOptions.serviceTokenRoles])
        requiresServiceRoles = configuration[KeystoneOptions.serviceTokenRolesRequired]
        delaysDecision = configuration[KeystoneOptions.delaysDecision]
        includesCatalog = configuration[KeystoneOptions.includesCatalog]
        serviceType = configuration[KeystoneOptions.serviceType]?.nonEmpty
    }
}

extension HTTPClient.Settings {
    /// How Keystone's server is reached and trusted, as `keystone_authtoken` says.
    package init(keystone configuration: Configuration) {
        self.init()
        // The reference waits without end. That holds threads for nothing, and is not what anybody
        // means who sets nothing: Keystone answers within a second, and a web server waits for one
        // minute at most.
        connectTimeout = .seconds(5)
        timeout = .seconds(20)
        if let seconds = configuration[KeystoneOptions.connectTimeoutSeconds], seconds > 0 {
            connectTimeout = .seconds(seconds)
            timeout = .seconds(seconds)
        }
        caFile = configuration[KeystoneOptions.authorityFile]?.nonEmpty
        isInsecure = configuration[KeystoneOptions.insecure]
        certificateFile = configuration[KeystoneOptions.certificateFile]?.nonEmpty
        keyFile = configuration[KeystoneOptions.keyFile]?.nonEmpty
    }
}

extension KeystoneAuthentication {
    /// Who the service is to Keystone, `nil` without an `auth_type`.
    fileprivate init?(_ configuration: Configuration) throws(ConfigurationError) {
        let group =
            configuration[KeystoneOptions.authSection]?.nonEmpty
            ?? KeystoneOptions.authType.declaration.name.group
        let options = AuthenticationOptions(configuration: configuration, group: group)
        guard let type = options[KeystoneOptions.authType] else { return nil }
        let method: Method
        var discoversVersion = false
        switch type {
        case "password", "v3password":
            discoversVersion = type == "password"
            method = .password(
                try options.user(), password: try options.required(KeystoneOptions.password))
        case "token", "v3token":
            discoversVersion = type == "token"
            method = .token(try options.required(KeystoneOptions.token))
        case "v3applicationcredential":
            let secret = try options.required(KeystoneOptions.applicationCredentialSecret)
            if let id = options[KeystoneOptions.applicationCredentialID] {
                method = .applicationCredential(id: id, secret: secret)
            } else {
                method = .namedApplicationCredential(
                    name: try options.required(KeystoneOptions.applicationCredentialName),
                    try options.user(), secret: secret)
            }
        default:
            throw options.invalid(
                KeystoneOptions.authType,
                "must be password, v3password, v3applicationcredential, token or v3token")
        }
        self.init(
            url: try options.required(KeystoneOptions.authURL), method: method,
            scope: try options.scope(), discoversVersion: discoversVersion)
    }
}

/// The options of an `auth_type`, an empty one as if it were not there.
private struct AuthenticationOptions {
    let configuration: Configuration
    let group: String

    subscript(option: Option<String?>) -> String? {
        configuration[option, in: group]?.nonEmpty
    }

    func required(_ option: Option<String?>) throws(ConfigurationError) -> String {
        guard let value = self[option] else {
            throw .missing(group: group, option: option.declaration.name.name)
        }
        return value
    }

    func invalid(_ option: Option<String?>, _ reason: String) -> ConfigurationError {
        let name = OptionName(group, option.declaration.name.name)
        return .invalidValue(
            source: configuration.setting(name)?.source ?? .standard, group: group,
            option: name.name, value: self[option] ?? "", reason: reason)
    }

    func user() throws(ConfigurationError) -> KeystoneAuthentication.User {
        if let id = self[KeystoneOptions.userID] { return .id(id) }
        let name = try required(KeystoneOptions.username)
        let domain = domain(KeystoneOptions.userDomainID, KeystoneOptions.userDomainName)
        guard let domain else {
            throw .missing(
                group: group, option: KeystoneOptions.userDomainName.declaration.name.name)
        }
        return .name(name, domain: domain)
    }

    /// The one thing that the token is to be for.
    func scope() throws(ConfigurationError) -> KeystoneAuthentication.Scope {
        var scopes: [KeystoneAuthentication.Scope] = []
        if let id = self[KeystoneOptions.domainID] {
            scopes.append(.domain(.id(id)))
        } else if let name = self[KeystoneOptions.domainName] {
            scopes.append(.domain(.name(name)))
        }
        if let id = self[KeystoneOptions.projectID] {
            scopes.append(.project(.id(id)))
        } else if let name = self[KeystoneOptions.projectName] {
            let domain = domain(KeystoneOptions.projectDomainID, KeystoneOptions.projectDomainName)
            guard let domain else {
                throw .missing(
                    group: group, option: KeystoneOptions.projectDomainName.declaration.name.name)
            }
            scopes.append(.project(.name(name, domain: domain)))
        }
        if let id = self[KeystoneOptions.trustID] { scopes.append(.trust(id: id)) }
        if let scope = self[KeystoneOptions.systemScope] {
            guard scope == "all" else {
                throw invalid(KeystoneOptions.systemScope, "must be all")
            }
            scopes.append(.system)
        }
        guard scopes.count <= 1 else {
            throw invalid(
                KeystoneOptions.authType,
                "only one of project, domain, trust and system can be acted in")
        }
        return scopes.first ?? .none
    }

    /// A domain by its own options, or the default one.
    private func domain(
        _ id: Option<String?>, _ name: Option<String?>
    ) -> KeystoneAuthentication.Domain? {
        if let id = self[id] { return .id(id) }
        if let name = self[name] { return .name(name) }
        if let id = self[KeystoneOptions.defaultDomainID] { return .id(id) }
        return self[KeystoneOptions.defaultDomainName].map { .name($0) }
    }
}

extension String {
    /// The text, or `nil` if there is none.
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
