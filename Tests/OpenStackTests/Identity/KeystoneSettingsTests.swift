// SPDX-License-Identifier: Apache-2.0

import Gateway
import HTTPClient
import POSIX
import Testing

@testable import OpenStack

@Suite struct KeystoneSettingsTests {
    private let password = """
        [keystone_authtoken]
        auth_type = password
        auth_url = http://k:5000
        username = placement
        password = p
        user_domain_name = Default
        project_name = service
        project_domain_id = default

        """

    private func settings(_ text: String) throws -> KeystoneSettings {
        try KeystoneSettings(try configuration(text))
    }

    private func refusal(_ text: String) -> String? {
        do {
            _ = try settings(text)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func `a password with its user and project is understood`() throws {
        #expect(
            try settings(password).authentication
                == KeystoneAuthentication(
                    url: "http://k:5000",
                    method: .password(
                        .name("placement", domain: .name("Default")), password: "p"),
                    scope: .project(.name("service", domain: .id("default")))))
        let fixed = try settings(password + "auth_type = v3password\n").authentication
        #expect(fixed?.discoversVersion == false)
    }

    @Test func `the default domain is that of user and project`() throws {
        let text = """
            [keystone_authtoken]
            auth_plugin = password
            auth_url = http://k
            user_name = u
            password = p
            tenant_name = s
            default_domain_id = d
            """
        let authentication = try settings(text).authentication
        #expect(authentication?.method == .password(.name("u", domain: .id("d")), password: "p"))
        #expect(authentication?.scope == .project(.name("s", domain: .id("d"))))
    }

    @Test(arguments: [
        ("system_scope = all", KeystoneAuthentication.Scope.system),
        ("domain_name = D", .domain(.name("D"))),
        ("domain_id = d", .domain(.id("d"))), ("trust_id = t", .trust(id: "t")),
        ("project_id = p", .project(.id("p"))), ("project_id =", .none),
    ])
    func `a token may be for anything`(line: String, scope: KeystoneAuthentication.Scope) throws {
        let text = "[keystone_authtoken]\nauth_type = v3token\nauth_url = u\ntoken = t\n\(line)\n"
        #expect(try settings(text).authentication?.scope == scope)
    }

    @Test func `an application credential has an id, or a name and a user`() throws {
        let start = """
            [keystone_authtoken]
            auth_type = v3applicationcredential
            auth_url = u
            application_credential_secret = s

            """
        #expect(
            try settings(start + "application_credential_id = i\n").authentication?.method
                == .applicationCredential(id: "i", secret: "s"))
        #expect(
            try settings(start + "application_credential_name = n\nuser_id = u\n")
                .authentication?.method
                == .namedApplicationCredential(name: "n", .id("u"), secret: "s"))
        #expect(
            refusal(start)
                == "[keystone_authtoken] application_credential_name is not set and has no default")
    }

    @Test func `another section may hold the authentication, but not what else there is`() throws {
        let text = """
            [keystone_authtoken]
            auth_section = who
            auth_type = password
            cafile = /ours
            [who]
            auth_type = token
            auth_url = http://w
            token = t
            cafile = /theirs
            """
        #expect(
            try settings(text).authentication
                == KeystoneAuthentication(url: "http://w", method: .token("t"), scope: .none))
        #expect(HTTPClient.Settings(keystone: try configuration(text)).caFile == "/ours")
    }

    @Test(arguments: [
        ("username =", "[keystone_authtoken] username is not set and has no default"),
        ("password =", "[keystone_authtoken] password is not set and has no default"),
        ("auth_url =", "[keystone_authtoken] auth_url is not set and has no default"),
        (
            "user_domain_name =",
            "[keystone_authtoken] user_domain_name is not set and has no default"
        ),
        (
            "project_domain_id =",
            "[keystone_authtoken] project_domain_name is not set and has no default"
        ),
        (
            "system_scope = some",
            "placement.conf:9: [keystone_authtoken] system_scope = some: must be all"
        ),
        (
            "domain_id = d",
            "placement.conf:2: [keystone_authtoken] auth_type = password: "
                + "only one of project, domain, trust and system can be acted in"
        ),
        (
            "auth_type = v3kerberos",
            "placement.conf:9: [keystone_authtoken] auth_type = v3kerberos: "
                + "must be password, v3password, v3applicationcredential, token or v3token"
        ),
    ])
    func `options that are not complete are named`(line: String, expected: String) {
        #expect(refusal(password + line) == expected)
    }

    @Test func `options of tokens have the defaults of keystonemiddleware`() throws {
        let settings = try settings("")
        #expect(settings.authentication == nil)
        #expect(settings.interface == "internal")
        #expect(settings.connectionRetries == 3)
        #expect(settings.cacheSeconds == 300)
        #expect(settings.serviceRoles == ["service"])
        #expect(settings.requiresServiceRoles)
        #expect(settings.includesCatalog)
        #expect(!settings.delaysDecision)
        #expect(settings.serviceType == nil)
    }

    @Test func `what may not be meant is said at the start`() throws {
        #expect(try settings("").doubts.count == 2)
        let quiet = password + "www_authenticate_uri = http://public\n"
        #expect(try settings(quiet).doubts.isEmpty)
        let open = try settings(quiet + "service_token_roles_required = false\n")
        #expect(open.doubts.count == 1)
        let shared = try settings(quiet + "memcached_servers = a:11211,b:11211\n")
        #expect(shared.doubts.count == 1)
    }

    @Test func `the connection has its limits and certificates`() throws {
        let client = HTTPClient.Settings(
            keystone: try configuration(
                """
                [keystone_authtoken]
                http_connect_timeout = 5
                insecure = true
                certfile = /c
                keyfile = /k
                """))
        #expect(client.connectTimeout == .seconds(5))
        #expect(client.timeout == .seconds(5))
        #expect(client.isInsecure)
        #expect(client.certificateFile == "/c")
        #expect(client.keyFile == "/k")
        #expect(client.caFile == nil)
    }

    @Test func `nobody waits for Keystone without end`() throws {
        for text in ["", "[keystone_authtoken]\nhttp_connect_timeout = 0\n"] {
            let client = HTTPClient.Settings(keystone: try configuration(text))
            #expect(client.connectTimeout == .seconds(5))
            #expect(client.timeout == .seconds(20))
        }
    }

    @Test func `the address of the service's own stands in for the public one`() throws {
        let settings = try settings(password)
        let client = KeystoneClient(settings) { _ throws(HTTPError) in
            throw HTTPError(.connection, "none")
        }
        let middleware = KeystoneMiddleware(settings, client, now: { .now }, report: { _ in })
        let request = Request(environ: Environ(["PATH_INFO": "/traits"]))
        let response = try middleware.handle(request) { _ in Response(.ok) }
        #expect(response.headers["WWW-Authenticate"] == "Keystone uri=\"http://k:5000\"")
    }

    @Test func `the root needs no token, and has no caller`() throws {
        let settings = try settings("")
        let client = KeystoneClient(settings) { _ throws(HTTPError) in
            throw HTTPError(.connection, "none")
        }
        let middleware = KeystoneMiddleware(settings, client, now: { .now }, report: { _ in })
        for path in ["", "/"] {
            var request = Request(
                environ: Environ(["PATH_INFO": path, "HTTP_X_ROLES": "admin"]))
            request.caller = Caller(userID: "left over")
            let response = try middleware.handle(request) { request in
                #expect(request.caller == nil)
                #expect(request.environ.header("X-Roles") == nil)
                return Response(.ok)
            }
            #expect(response.status == .ok)
        }
    }
}
