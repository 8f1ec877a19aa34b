// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OpenStack

/// A configuration of one file `placement.conf`.
func configuration(
    _ text: String, environment: [String: String] = [:]
) throws -> Configuration {
    try Configuration(
        ConfigurationInputs(
            files: [ConfigurationFile(text: text, path: "placement.conf")],
            environment: environment))
}

private func refusal(_ text: String) -> String? {
    do {
        _ = try configuration(text)
        return nil
    } catch {
        return "\(error)"
    }
}

@Suite struct ConfigurationTests {
    @Test func `a value of the wrong type names file, line, group, option and value`() {
        #expect(
            refusal("# one\n[api]\nauth_strategy = kerberos\n")
                == "placement.conf:3: [api] auth_strategy = kerberos: "
                + "must be one of keystone, noauth2")
        #expect(
            refusal("[placement]\nmax_allocation_candidates = many\n")
                == "placement.conf:2: [placement] max_allocation_candidates = many: "
                + "must be an integer")
        #expect(
            refusal("[fastcgi]\nthreads = 0\n")
                == "placement.conf:2: [fastcgi] threads = 0: must be at least 1")
    }

    @Test func `a value of several lines is named on one`() {
        #expect(
            refusal("[DEFAULT]\ndebug = a\n  b\n")
                == "placement.conf:2: [DEFAULT] debug = a\\nb: must be true or false")
    }

    @Test func `a wrong value in the environment names its variable`() {
        #expect(throws: ConfigurationError.self) {
            try configuration("", environment: ["OS_DEFAULT__DEBUG": "x"])
        }
    }

    @Test(arguments: [
        ("[api", "placement.conf:1: a section must end with ]: [api"),
        ("[api]\n\n  x", "placement.conf:3: a value is continued, but none began:   x"),
        ("[api]\nx", "placement.conf:2: neither = nor : stands in an assignment: x"),
        ("x = 1", "placement.conf:1: an assignment stands before any section: x = 1"),
    ])
    func `a line that cannot be understood is named`(text: String, expected: String) {
        #expect(refusal(text) == expected)
    }

    @Test func `what follows a dollar sign in a secret is not shown`() throws {
        let text = try #require(
            refusal("[placement_database]\nconnection = mysql://u:pa$sword@h/d\n"))
        #expect(!text.contains("sword"))
        #expect(text.hasPrefix("placement.conf:2: [placement_database] connection: "))
    }

    @Test func `a doubled dollar sign stands for one`() throws {
        let found = try configuration("[placement_database]\nconnection = sqlite:///a$$b\n")
        #expect(found[DatabaseOptions.connection] == "sqlite:///a$b")
    }

    @Test func `options that nobody declared are accepted and listed`() throws {
        let found = try configuration(
            "[api]\nnope = 1\n[Nova]\nx = 2\n[api]\nauth_strategy=noauth2")
        #expect(
            found.unknownOptions == [
                .init(
                    name: OptionName("api", "nope"),
                    source: .file(path: "placement.conf", line: 2)),
                .init(
                    name: OptionName("nova", "x"),
                    source: .file(path: "placement.conf", line: 4)),
            ])
    }

    @Test func `dashes in a name are underscores`() throws {
        let found = try configuration("[DEFAULT]\nlog-file = /a\n")
        #expect(found[LoggingOptions.logFile] == "/a")
        #expect(found.unknownOptions.isEmpty)
    }

    @Test func `an underscore in a name wins over a dash`() throws {
        let found = try configuration("[DEFAULT]\nlog_file = /a\nlog-file = /b\n")
        #expect(found[LoggingOptions.logFile] == "/a")
    }

    @Test func `an old name is read and remembered`() throws {
        let found = try configuration("[DEFAULT]\nauth_strategy = noauth2\n")
        #expect(found[APIOptions.authStrategy] == .noauth2)
        #expect(
            found.settingsByOldNames.map(\.declaration.name) == [OptionName("api", "auth_strategy")]
        )
        #expect(found.settingsByOldNames.first?.oldName == OptionName("DEFAULT", "auth_strategy"))
    }

    @Test func `the environment wins over files, and an option knows its source`() throws {
        let found = try configuration(
            "[api]\nauth_strategy = keystone\n[cors]\nmax_age = 5\n",
            environment: ["OS_API__AUTH_STRATEGY": "noauth2"])
        #expect(found[APIOptions.authStrategy] == .noauth2)
        let name = OptionName("api", "auth_strategy")
        #expect(found.setting(name)?.source == .environment("OS_API__AUTH_STRATEGY"))
        let age = found.setting(OptionName("cors", "max_age"))
        #expect(age?.source == .file(path: "placement.conf", line: 4))
        #expect(age?.value.text == "5")
    }

    @Test func `the connection is required`() throws {
        #expect(
            throws: ConfigurationError.missing(group: "placement_database", option: "connection")
        ) { try configuration("").checkRequiredOptions() }
        try configuration("[placement_database]\nconnection = sqlite://\n").checkRequiredOptions()
    }

    @Test func `an empty number stands for the default`() throws {
        let found = try configuration("[cors]\nmax_age =\n[fastcgi]\nthreads = \n")
        #expect(found[CORSOptions.maxAgeSeconds] == 3600)
        #expect(found[FastCGIOptions.threads] == nil)
    }

    @Test(arguments: [("0660", 0o660), ("600", 0o600), ("0o660", nil), ("888", nil), ("-1", nil)])
    func `permissions are octal`(text: String, mode: Int?) throws {
        let found = try? configuration("[fastcgi]\nsocket_mode = \(text)\n")
        #expect(found?[FastCGIOptions.socketMode] == mode)
    }

    @Test func `seconds may have fractions`() throws {
        let found = try configuration("[fastcgi]\nidle_timeout = 0.25\nslow_request_seconds=2\n")
        #expect(found[FastCGIOptions.idleTimeout] == .milliseconds(250))
        #expect(found[FastCGIOptions.slowRequestTime] == .seconds(2))
        #expect(refusal("[fastcgi]\nidle_timeout = -1\n") != nil)
    }
}

@Suite struct CopiedGroupTests {
    @Test func `an origin's own section has the defaults of the common one`() throws {
        let found = try configuration(
            """
            [cors]
            allowed_origin = https://a
            max_age = 7
            [cors.b]
            allowed_origin = https://b
            allow_credentials = false
            [cors.a]
            max_age = 9
            """)
        #expect(found.copies(of: CORSOptions.group) == ["cors.a", "cors.b"])
        #expect(found[CORSOptions.allowedOrigins, in: "cors.b"] == ["https://b"])
        #expect(found[CORSOptions.maxAgeSeconds, in: "cors.b"] == 7)
        #expect(found[CORSOptions.maxAgeSeconds, in: "cors.a"] == 9)
        #expect(!found[CORSOptions.allowsCredentials, in: "cors.b"])
        #expect(found.unknownOptions.isEmpty)
    }

    @Test func `the section that auth_section names is read`() throws {
        let found = try configuration(
            """
            [keystone_authtoken]
            auth_section = Service_Auth
            username = nobody
            [service_auth]
            auth_type = password
            user-name = placement
            """)
        #expect(found[KeystoneOptions.authType, in: "service_auth"] == "password")
        #expect(found[KeystoneOptions.username, in: "service_auth"] == "placement")
        #expect(found[KeystoneOptions.username, in: "Service_Auth"] == "placement")
        #expect(found[KeystoneOptions.projectName, in: "service_auth"] == nil)
        #expect(found.unknownOptions.isEmpty)
    }

    @Test func `a wrong value in an origin's own section is refused`() {
        #expect(
            refusal("[cors.a]\nmax_age = x\n")
                == "placement.conf:2: [cors.a] max_age = x: must be an integer")
    }
}
