// SPDX-License-Identifier: Apache-2.0

import OpenStack
import Testing

@Suite struct SecretTests {
    private func setting(_ name: OptionName, _ value: String) throws -> Configuration.Setting {
        let text = "[\(name.group)]\n\(name.name) = \(value)\n"
        let inputs = ConfigurationInputs(
            files: [try ConfigurationFile(text: text, path: "placement.conf")])
        return try #require(try Configuration(inputs).setting(name))
    }

    @Test(arguments: [
        ("sqlite:////var/lib/placement.db", "sqlite:////var/lib/placement.db"),
        ("mysql+pymysql://me:pa:ss@w/rd@host/db", "mysql+pymysql://me:****@host/db"),
        ("mysql://me@host/db", "mysql://me@host/db"),
        ("mysql://host/db?user=a&Password=b&x", "mysql://host/db?user=a&Password=****&x"),
        ("no url at all", "****"),
    ])
    func `of a URL only the password is hidden`(text: String, shown: String) throws {
        let setting = try setting(OptionName("placement_database", "connection"), text)
        #expect(setting.shownText == shown)
        #expect(setting.hasSecret == (text != shown))
    }

    @Test func `a password is hidden even if it looks like a URL`() throws {
        let setting = try setting(OptionName("keystone_authtoken", "password"), "a://b")
        #expect(setting.shownText == "****")
        #expect(setting.hasSecret)
    }

    @Test func `a password in a URL that is no secret is hidden too`() throws {
        let name = OptionName("keystone_authtoken", "auth_url")
        let setting = try setting(name, "https://me:x@keystone/v3, https://you:y@other")
        #expect(setting.shownText == "https://me:****@keystone/v3, https://you:****@other")
    }

    @Test func `what is not set has nothing to hide`() throws {
        let setting = try setting(OptionName("keystone_authtoken", "auth_url"), "x")
        #expect(!setting.hasSecret)
        #expect(setting.shownText == "x")
    }
}
