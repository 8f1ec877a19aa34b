// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import PlacementAPI

@Suite struct RequestBodyTests {
    let client: Client

    init() throws { client = try Client() }

    @Test func `a body that is no JSON is refused in Python's words`() throws {
        let answer = try client.send("POST", "/resource_classes", #"{"name": }"#)
        #expect(answer.status == 400)
        #expect(
            answer.detail.contains(
                "Malformed JSON: Expecting value: line 1 column 10 (char 9)"))
    }

    @Test func `a body that does not fit is refused with the rule, its schema and the value`()
        throws
    {
        let answer = try client.send("POST", "/resource_classes", #"{"name": "it's"}"#)
        #expect(answer.status == 400)
        let words = answer.detail.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(
            words.contains(
                """
                JSON does not validate: "it's" does not match '^CUSTOM_[A-Z0-9_]+$' \
                Failed validating 'pattern' in schema['properties']['name']: {'type': 'string', \
                'pattern': '^CUSTOM_[A-Z0-9_]+$', 'maxLength': 255} On instance['name']: "it's"
                """))
    }

    @Test(arguments: [
        ("%C3", "byte 0xc3 in position 0: unexpected end of data"),
        ("a%FFb", "byte 0xff in position 1: invalid start byte"),
        ("%E2%82x", "bytes in position 0-1: invalid continuation byte"),
    ])
    func `a query string that is no UTF-8 is refused with the place of the fault`(
        value: String, fault: String
    ) throws {
        let answer = try client.send("GET", "/traits?name=" + value)
        #expect(answer.status == 400)
        #expect(
            answer.detail.contains(
                "Invalid query string parameters: 'utf-8' codec can't decode \(fault)"))
    }

    @Test func `of a repeated parameter the schema sees the last value`() throws {
        let refused = try client.send("GET", "/resource_providers?uuid=\(uuid)&uuid=x")
        #expect(refused.detail.contains("'x' is not a 'uuid'"))
        let answer = try client.send("GET", "/resource_providers?uuid=x&uuid=\(uuid)")
        #expect(answer.status == 200)
    }
}

private let uuid = "4c6a8b0e-2f57-4a5c-9d3e-1b2c3d4e5f60"
