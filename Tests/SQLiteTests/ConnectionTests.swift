// SPDX-License-Identifier: Apache-2.0

import SQL
import Testing

@testable import SQLite

@Suite struct ConnectionTests {
    let connection: SQLite.Connection

    init() throws {
        connection = try .inMemory()
        try connection.run(
            """
            CREATE TABLE things (
                id INTEGER PRIMARY KEY, name TEXT UNIQUE, size INTEGER, weight REAL,
                UNIQUE (size, weight))
            """)
    }

    @Test func `values come back as they were bound`() throws {
        try connection.insert(
            "INSERT INTO things (name, size, weight) VALUES (?, ?, ?)",
            [.text("größe\0€"), .integer(.max), .real(1.5)])
        try connection.insert(
            "INSERT INTO things (name, size, weight) VALUES (?, ?, ?)",
            [.text(""), .integer(.min), .null])
        let rows = try connection.rows("SELECT name, size, weight FROM things ORDER BY id") {
            ($0.text(0), $0.integer(1), $0.isNull(2) ? nil : $0.real(2))
        }
        #expect(rows.map(\.0) == ["größe\0€", ""])
        #expect(rows.map(\.1) == [.max, .min])
        #expect(rows.map(\.2) == [1.5, nil])
    }

    @Test func `a NULL column gives the empty value of each type`() throws {
        let row = try connection.row("SELECT ?", [.null]) {
            ($0.isNull(0), $0.text(0), $0.integer(0), $0.real(0), $0.optionalText(0))
        }
        #expect(row?.0 == true && row?.1 == "" && row?.2 == 0 && row?.3 == 0 && row?.4 == nil)
    }

    @Test func `an empty text is not NULL`() throws {
        #expect(try connection.row("SELECT ? IS NULL", [.text("")]) { $0.integer(0) } == 0)
    }

    @Test func `an insert answers with the identity of the row`() throws {
        #expect(try connection.insert("INSERT INTO things (id) VALUES (?)", [.integer(41)]) == 41)
        #expect(try connection.insert("INSERT INTO things DEFAULT VALUES", []) == 42)
    }

    @Test func `a change answers with the number of rows that its condition met`() throws {
        for size in 1...3 {
            try connection.insert("INSERT INTO things (size) VALUES (?)", [.integer(size)])
        }
        #expect(try connection.run("UPDATE things SET name = NULL WHERE size > 1") == 2)
        #expect(try connection.run("DELETE FROM things WHERE size > 9") == 0)
    }

    @Test func `a statement that changes no rows answers zero even after one that did`() throws {
        try connection.insert("INSERT INTO things (size) VALUES (1)", [])
        #expect(try connection.run("CREATE INDEX i ON things (size)") == 0)
        #expect(try connection.run("SAVEPOINT s") == 0)
    }

    @Test func `a duplicate names the columns of the constraint`() throws {
        try connection.insert("INSERT INTO things (name, size, weight) VALUES ('a', 1, 1)", [])
        let name = kindOfError {
            try connection.insert("INSERT INTO things (name) VALUES ('a')", [])
        }
        #expect(name == .duplicate(columns: ["things.name"]))
        let pair = kindOfError {
            try connection.insert("INSERT INTO things (size, weight) VALUES (1, 1)", [])
        }
        #expect(pair == .duplicate(columns: ["things.size", "things.weight"]))
        let identity = kindOfError {
            try connection.insert("INSERT INTO things (id) VALUES (1)", [])
        }
        #expect(identity == .duplicate(columns: ["things.id"]))
    }

    @Test func `foreign keys are not enforced, as in the reference`() throws {
        try connection.run("CREATE TABLE parts (thing INTEGER REFERENCES things (id))")
        #expect(try connection.insert("INSERT INTO parts (thing) VALUES (99)", []) == 1)
    }

    @Test func `a message holds the statement but never an argument`() throws {
        let error = #expect(throws: SQLError.self) {
            try connection.run("INSERT INTO nowhere\n  VALUES (?)", [.text("secret")])
        }
        #expect(error?.kind == .other)
        #expect(error?.description.contains("INSERT INTO nowhere VALUES (?)") == true)
        #expect(error?.description.contains("secret") == false)
    }

    @Test(arguments: ["SELECT 1; SELECT 2", "", " -- nothing", "SELECT 1; -- why"])
    func `a text that is not one statement is refused`(sql: String) {
        #expect(throws: SQLError.self) { try connection.run(sql) }
    }

    @Test func `a statement may end in a semicolon`() throws {
        #expect(try connection.row("SELECT 7;\n") { $0.integer(0) } == 7)
    }

    @Test(arguments: [[], [Value.integer(1), .integer(2)]])
    func `a wrong number of arguments is refused`(arguments: [Value]) {
        #expect(throws: SQLError.self) { try connection.run("SELECT ?", arguments) }
    }

    @Test func `the same statement may run inside itself`() throws {
        let sql = "SELECT value FROM json_each(?)"
        let sums = try connection.rows(sql, [.text("[1, 2]")]) { outer in
            let inner = try connection.rows(sql, [.text("[10, 20]")]) { $0.integer(0) }
            return outer.integer(0) + inner.reduce(0, +)
        }
        #expect(sums == [31, 32])
    }

    @Test func `a statement can be used again after its closure threw`() throws {
        struct Enough: Error {}
        let sql = "SELECT value FROM json_each('[1, 2]')"
        #expect(throws: Enough.self) { try connection.rows(sql) { _ in throw Enough() } }
        #expect(try connection.rows(sql) { $0.integer(0) } == [1, 2])
    }

    @Test func `more statements than are kept prepared still run`() throws {
        for number in 0..<300 {
            #expect(try connection.row("SELECT \(number)") { $0.integer(0) } == number)
        }
    }
}

/// The kind of the ``SQLError`` that `body` throws; `nil` if it throws none.
func kindOfError<Result>(_ body: () throws -> Result) -> SQLError.Kind? {
    do {
        _ = try body()
        return nil
    } catch {
        return (error as? SQLError)?.kind
    }
}
