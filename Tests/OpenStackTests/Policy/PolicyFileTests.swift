// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OpenStack

@Suite struct PolicyFileTests {
    private func read(_ text: String) throws -> (rules: [PolicyFile.Rule], notices: [String]) {
        var notices: [String] = []
        let file = try PolicyFile(path: "p.yaml", contents: Array(text.utf8)) {
            notices.append($0.text)
        }
        return (file.rules, notices)
    }

    private func error(of text: String) -> String? {
        do {
            _ = try read(text)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func `rules come with their lines`() throws {
        let file = try read("# mine\n\"a\": \"role:x\"\n\nb:\n- role:y\n- [role:z, '@']\n")
        #expect(file.rules.map(\.name) == ["a", "b"])
        #expect(file.rules.map(\.line) == [2, 4])
        #expect(file.rules.map(\.check.description) == ["role:x", "(role:y or (role:z and @))"])
        #expect(file.notices == [])
    }

    @Test func `JSON is a policy file too`() throws {
        #expect(try read(#"{"a": "role:x", "b": [["role:y"]]}"#).rules.map(\.name) == ["a", "b"])
    }

    @Test(arguments: ["", "# nothing yet\n"])
    func `an empty file has no rules`(text: String) throws {
        #expect(try read(text).rules.isEmpty)
    }

    @Test(arguments: [
        ("a: role:x\nb: [1\n", "p.yaml:3: did not find expected ',' or ']'"),
        ("- a\n", "p.yaml:1: the file must map names to rules"),
        ("1: role:x\n", "p.yaml:1: the name of a rule must be text"),
        (
            "a: role:x\nb: false\n",
            "p.yaml:2: rule 'b': a rule must be text or a list; put it in quotes"
        ),
        ("a: {b: c}\n", "p.yaml:1: rule 'a': a rule must be text or a list; put it in quotes"),
        ("a: !\n", "p.yaml:1: rule 'a': ! stands without quotes and is lost; write \"!\""),
        ("a:\n- 5\n", "p.yaml:2: rule 'a': each part of a list must be text or a list of texts"),
    ])
    func `a bad file names the line and the rule`(text: String, expected: String) {
        #expect(error(of: text) == expected)
    }

    @Test(arguments: [
        ("a: role:x or\n", "!", "p.yaml:1: rule 'a': 'role:x or' does not fit together"),
        ("a: admin\n", "!", "p.yaml:1: rule 'a': 'admin' has no colon"),
        ("a: role:%x\n", "role:%x", "p.yaml:1: rule 'a': 'role:%x' is wrong: a % must be"),
        ("a: a..b:x\n", "a..b:x", "p.yaml:1: rule 'a': 'a..b' is neither"),
        ("a: [[5]]\n", "!", "p.yaml:1: rule 'a': a check is no text"),
        ("a:\n", "@", "p.yaml:1: rule 'a': there is no value, so everybody may"),
    ])
    func `a rule that cannot be understood is reported`(
        text: String, check: String, notice: String
    ) throws {
        let file = try read(text)
        #expect(file.rules.map(\.check.description) == [check])
        #expect(file.notices.count == 1)
        #expect(file.notices.first?.hasPrefix(notice) == true, "\(file.notices)")
    }

    @Test func `a rule nested without end is refused to everybody`() throws {
        let deep = String(repeating: "(", count: 5_000) + "@" + String(repeating: ")", count: 5_000)
        #expect(try read("a: \"\(deep)\"\n").rules.map(\.check) == [.never])
        let not = String(repeating: "not ", count: 5_000) + "@"
        #expect(try read("a: \"\(not)\"\n").rules.map(\.check) == [.never])
        let wide = Array(repeating: "(role:x)", count: 5_000).joined(separator: " or ")
        #expect(try read("a: \"\(wide)\"\n").rules.map(\.check) != [.never])
    }
}
