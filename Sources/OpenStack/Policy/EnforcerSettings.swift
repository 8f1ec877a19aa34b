// SPDX-License-Identifier: Apache-2.0

extension Enforcer.Settings {
    /// The options of the section `oslo_policy`.
    ///
    /// Relative paths are looked for beside the configuration files, then in the standard places.
    /// Source: oslo.config `ConfigOpts.find_file`.
    package init(_ configuration: Configuration) {
        self.init()
        let places =
            configuration.files.reversed().map(directory(of:)) + ["/etc/placement", "/etc"]
        policyFiles = candidates(configuration[PolicyOptions.policyFile], in: places)
        policyDirectories = configuration[PolicyOptions.policyDirectories].map {
            candidates($0, in: places)
        }
        enforceNewDefaults = configuration[PolicyOptions.enforcesNewDefaults]
        defaultRule = configuration[PolicyOptions.defaultRule]
    }
}

extension RemotePolicy.Settings {
    /// The options `remote_*` of the section `oslo_policy`.
    package init(_ configuration: Configuration) {
        self.init()
        sendsJSON = configuration[PolicyOptions.remoteContentType] == .json
        verifiesServer = configuration[PolicyOptions.verifiesRemoteServer]
        caFile = configuration[PolicyOptions.remoteAuthorityFile]
        certificateFile = configuration[PolicyOptions.remoteCertificateFile]
        keyFile = configuration[PolicyOptions.remoteKeyFile]
        // Longer is as good as for ever, and may be more than a Duration or libcurl can hold.
        timeout = .seconds(min(configuration[PolicyOptions.remoteTimeoutSeconds], 1e6))
    }
}

private func candidates(_ path: String, in places: [String]) -> [String] {
    path.hasPrefix("/") ? [path] : places.map { "\($0)/\(path)" }
}

private func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}
