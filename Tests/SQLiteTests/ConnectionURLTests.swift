// SPDX-License-Identifier: Apache-2.0

import SQL
import Testing

@testable import SQLite

@Suite struct ConnectionURLTests {
    @Test(arguments: [
        ("sqlite:///relative.db", "relative.db"),
        ("sqlite:///a/b%20c.db", "a/b c.db"),
        ("sqlite:////var/lib/placement.db", "/var/lib/placement.db"),
        ("sqlite+pysqlite:////var/p.db?timeout=3", "/var/p.db"),
        ("sqlite:////a+b%", "/a+b%"),
    ])
    func `three slashes are relative, four absolute`(url: String, path: String) throws {
        #expect(try ConnectionURL(url).path == path)
    }

    @Test(arguments: ["sqlite://", "sqlite:///", "sqlite:///:memory:"])
    func `no path is a database in memory`(url: String) throws {
        #expect(try ConnectionURL(url).path == nil)
    }

    @Test func `parameters are decoded, and the last one counts`() throws {
        let url = try ConnectionURL("sqlite:///a.db?timeout=3&mode=r%6f+x&empty=&timeout=4")
        #expect(url.parameters == ["timeout": "4", "mode": "ro x"])
    }

    @Test(arguments: ["mysql+pymysql", "postgresql"])
    func `another scheme is named as not supported yet`(scheme: String) {
        let error = #expect(throws: SQLError.self) {
            try ConnectionURL("\(scheme)://placement:secret@db/placement")
        }
        #expect(error?.description.contains("\(scheme):// are not supported yet") == true)
        #expect(error?.description.contains("secret") == false)
    }

    @Test func `the time-out and reading only come from the parameters`() throws {
        let settings = try SQLite.Database.Settings(
            url: "sqlite:///file:/var/p.db?mode=ro&uri=true", parameters: "timeout=2.5")
        #expect(settings.path == "/var/p.db")
        #expect(settings.access == .readOnly)
        #expect(settings.busyTimeout == .milliseconds(2500))
        #expect(try SQLite.Database.Settings(url: "sqlite:///p.db?mode=ro").access == .create)
    }

    @Test(arguments: ["-1", "nan", "1e300", "soon"])
    func `a time-out that is no time is refused`(text: String) {
        #expect(throws: SQLError.self) {
            try SQLite.Database.Settings(url: "sqlite:///p.db?timeout=\(text)")
        }
    }

    @Test(arguments: ["sqlite://", "sqlite:///file:x?mode=memory&uri=true"])
    func `a service on a database in memory is refused`(url: String) {
        #expect(throws: SQLError.self) { try SQLite.Database.Settings(url: url) }
    }

    @Test(arguments: ["", "placement.db", "sqlite:/a.db", "sqlite://host/a.db", "sqlite://a.db"])
    func `what is no URL of a file is refused`(url: String) {
        #expect(throws: SQLError.self) { try ConnectionURL(url) }
    }
}
