// SPDX-License-Identifier: Apache-2.0

import Testing
import YAML

@Suite struct NodeTests {
    /// Reads a mapping's only value.
    private func value(of text: String) throws -> Node.Content {
        let root = try #require(try Node.document(in: Array("key: \(text)\n".utf8)))
        guard case .mapping(let entries) = root.content else {
            Issue.record("no mapping")
            return .null
        }
        return try #require(entries.first).value.content
    }

    @Test func `a mapping keeps its order and its lines`() throws {
        let text = """
            # comment
            "placement:usages": "role:a"

            placement:traits:list: role:b
            """
        let root = try #require(try Node.document(in: Array(text.utf8)))
        #expect(
            root
                == Node(
                    .mapping([
                        .init(
                            key: Node(.string("placement:usages"), line: 2),
                            value: Node(.string("role:a"), line: 2)),
                        .init(
                            key: Node(.string("placement:traits:list"), line: 4),
                            value: Node(.string("role:b"), line: 4)),
                    ]), line: 2))
    }

    @Test(arguments: ["", "~", "null", "NULL"])
    func `nothing and null are null`(text: String) throws {
        #expect(try value(of: text) == .null)
    }

    @Test(arguments: [("yes", true), ("on", true), ("False", false), ("NO", false)])
    func `words of YAML 1_1 are booleans`(text: String, expected: Bool) throws {
        #expect(try value(of: text) == .bool(expected))
    }

    @Test(arguments: [
        "0", "-17", "+1_000", "0x1F", "0b101", "017", "1.5", ".5", "1.", "190:20:30",
        "1.5e+3", "00:10.0", "0_1", "1._", "-.inf", ".nan",
    ])
    func `what looks like a number is one`(text: String) throws {
        #expect(try value(of: text) == .number(text))
    }

    @Test(arguments: [
        "1.5e3", "089", "1x", "--", "+.nan", "role:1", "0x", "a1", "1e5", "010:10", "1:60", "1::1",
        "+.5", "_1", "1:1.0e+1", "-._1", "1e5.0",
    ])
    func `what only begins like a number is text`(text: String) throws {
        #expect(try value(of: text) == .string(text))
    }

    @Test(arguments: ["'true'", "\"1\"", "!!str 1", "''"])
    func `quotes and the tag of text make text`(text: String) throws {
        guard case .string = try value(of: text) else {
            Issue.record("not text")
            return
        }
    }

    @Test func `JSON is read`() throws {
        let text = #"{"a": ["role:x", "\u00e9"], "b":true,\#n\#t"c": {}}"#
        let root = try #require(try Node.document(in: Array(text.utf8)))
        guard case .mapping(let entries) = root.content else {
            Issue.record("no mapping")
            return
        }
        #expect(entries.map(\.key.string) == ["a", "b", "c"])
        #expect(
            entries[0].value.content
                == .sequence([Node(.string("role:x"), line: 1), Node(.string("é"), line: 1)]))
        #expect(entries[2].value == Node(.mapping([]), line: 2))
    }

    @Test func `an alias repeats a value on its own line`() throws {
        let root = try Node.document(in: Array("a: &x role:y\nb: *x\n".utf8))
        guard case .mapping(let entries) = root?.content else {
            Issue.record("no mapping")
            return
        }
        #expect(entries[1].value == Node(.string("role:y"), line: 2))
    }

    @Test func `own keys stand behind those merged in`() throws {
        let text = "base: &base {a: 1}\nown:\n  a: 2\n  <<: *base\n"
        guard case .mapping(let entries) = try Node.document(in: Array(text.utf8))?.content,
            case .mapping(let own) = entries[1].value.content
        else {
            Issue.record("no mapping")
            return
        }
        #expect(own.map(\.value.content) == [.number("1"), .number("2")])
    }

    @Test func `a lone exclamation mark keeps its tag`() throws {
        let root = try Node.document(in: Array("a: !\nb:\nc: &x\n".utf8))
        guard case .mapping(let entries) = root?.content else {
            Issue.record("no mapping")
            return
        }
        #expect(entries.map(\.value.tag) == ["!", nil, nil])
    }

    @Test(arguments: ["", "# only a comment\n", "---\n..."])
    func `a text without a value has none`(text: String) throws {
        let root = try Node.document(in: Array(text.utf8))
        #expect(root == nil || root?.content == .null)
    }
}

@Suite struct YAMLErrorTests {
    private func line(of text: String, limits: Limits = Limits()) -> Int? {
        do throws(YAMLError) {
            _ = try Node.document(in: Array(text.utf8), limits: limits)
            return nil
        } catch {
            return error.line
        }
    }

    @Test(arguments: [
        ("a: b\nc: @\n", 2), ("a: 'x\n", 2), ("a: b\n c: d\n", 2), ("a: [1\nb: 2\n", 2),
        ("a: b\n---\nc: d\n", 2), ("a: *x\n", 1), ("a:\n  - !!python/object x\n", 2),
        ("a: !!set {x}\n", 1), ("a: \u{1}\n", 1),
    ])
    func `a fault is named with its line`(text: String, expected: Int) {
        #expect(line(of: text) == expected)
    }

    @Test func `bytes that are no UTF-8 are refused`() {
        #expect(throws: YAMLError.self) { try Node.document(in: [0x61, 0xFF]) }
    }

    @Test func `a document may not be nested deeper than the limit`() {
        #expect(line(of: String(repeating: "[", count: 65)) == 1)
        let deepest = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(line(of: deepest) == nil)
    }

    @Test func `aliases count as what they repeat`() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let alias = "*a\(level - 1)"
            let row = Array(repeating: alias, count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(row)]\n"
        }
        #expect(line(of: text) == 6)
    }

    @Test func `values and bytes have limits`() {
        var limits = Limits()
        limits.nodes = 5
        #expect(line(of: "a: 1\nb: 2\n", limits: limits) == nil)
        #expect(line(of: "a: 1\nb: 2\nc: 3\n", limits: limits) == 3)
        limits.bytes = 4
        #expect(line(of: "a: 1\n", limits: limits) == 1)
    }
}
