// SPDX-License-Identifier: Apache-2.0

import Gateway
import Testing

@Suite struct QueryStringTests {
    @Test func `parameters keep their order and may repeat`() throws {
        let query = try QueryString("a=1&b=2&a=3")
        #expect(query.parameters.map(\.name) == ["a", "b", "a"])
        #expect(query.values(of: "a") == ["1", "3"])
        #expect(query["a"] == "3")
    }

    @Test func `a semicolon separates too, and a lone name has an empty value`() throws {
        let query = try QueryString("a=1;b&&c=")
        #expect(query.parameters.map(\.name) == ["a", "b", "c"])
        #expect(query["b"] == "")
        #expect(query.has("c"))
        #expect(!query.has("d"))
    }

    @Test(arguments: [
        ("x=%41%2C%2b", "A,+"), ("x=a+b", "a b"), ("x=%C3%A9", "é"), ("x=%zz%4", "%zz%4"),
        ("x=a=b", "a=b"), ("x=\u{C3}\u{A9}", "é"),
    ])
    func `values are percent-decoded UTF-8`(raw: String, value: String) throws {
        #expect(try QueryString(raw)["x"] == value)
    }

    @Test func `bytes that are no UTF-8 are refused`() {
        #expect(throws: QueryString.NotUTF8.self) { try QueryString("x=%C3") }
    }
}
