// SPDX-License-Identifier: Apache-2.0

/// How the context of a request is sent to a policy server.
package enum PolicyContentType: String, CaseIterable, Sendable {
    case form = "application/x-www-form-urlencoded"
    case json = "application/json"
}

/// Options of the section `oslo_policy`.
///
/// Source: oslo.policy `opts.py`.
package enum PolicyOptions {
    package static let enforcesNewDefaults = Option(
        "oslo_policy", "enforce_new_defaults", .boolean, default: true,
        """
        Go by the newer default rules alone. If it is false, whoever passes the deprecated rule \
        that a newer one replaced is let in too.
        """)

    package static let policyFile = Option(
        "oslo_policy", "policy_file", .string, default: "policy.yaml",
        """
        The file whose rules replace default ones, in YAML or JSON. A relative path is looked for \
        beside the configuration files. There need not be such a file.
        """)

    package static let policyDirectories = Option(
        "oslo_policy", "policy_dirs", .multiple, default: ["policy.d"],
        """
        Folders with further policy files, read after policy_file in the order of their names. The \
        option may be given several times.
        """)

    package static let defaultRule = Option(
        "oslo_policy", "policy_default_rule", .string, default: "default",
        "The rule that answers for rules that do not exist.")

    package static let remoteContentType = Option<PolicyContentType>(
        "oslo_policy", "remote_content_type", .choice(), default: .form,
        "How http: and https: checks send what they ask.")

    package static let verifiesRemoteServer = Option(
        "oslo_policy", "remote_ssl_verify_server_crt", .boolean, default: false,
        "Whether https: checks look at the server's certificate.")

    package static let remoteAuthorityFile = Option(
        "oslo_policy", "remote_ssl_ca_crt_file", .string,
        "The certificates of authorities that https: checks trust.")

    package static let remoteCertificateFile = Option(
        "oslo_policy", "remote_ssl_client_crt_file", .string,
        "The certificate with which https: checks show who asks.")

    package static let remoteKeyFile = Option(
        "oslo_policy", "remote_ssl_client_key_file", .string,
        "The private key of the certificate with which https: checks show who asks.")

    package static let remoteTimeoutSeconds = Option(
        "oslo_policy", "remote_timeout", .float(minimum: 0), default: 60,
        "Seconds that http: and https: checks wait for an answer.")

    package static let group = OptionGroup(
        "oslo_policy", "Who may do what.",
        [
            enforcesNewDefaults, policyFile, policyDirectories, defaultRule, remoteContentType,
            verifiesRemoteServer, remoteAuthorityFile, remoteCertificateFile, remoteKeyFile,
            remoteTimeoutSeconds,
        ])
}
