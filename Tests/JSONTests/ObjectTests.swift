// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

@Suite struct ObjectTests {
    @Test func `the last of repeated keys wins in the place of the first`() throws {
        let value = try Value(parsing: Array(#"{"a": 1, "b": 2, "a": 3}"#.utf8))
        #expect(encoded(value) == #"{"a": 3, "b": 2}"#)
    }

    @Test(arguments: [3, 12, 13, 1000])
    func `members are found and stay in order, however many there are`(count: Int) {
        var object = Object()
        for number in 0..<count { object["key\(number)"] = .integer(number) }
        object["key1"] = "new"
        #expect(object.count == count)
        #expect(Array(object.keys) == (0..<count).map { "key\($0)" })
        #expect(object["key1"] == "new")
        #expect(object["key\(count - 1)"] == .integer(count - 1))
        #expect(object["key\(count)"] == nil)
    }

    @Test(arguments: [3, 13, 14])
    func `a member set to nil is gone, and the others are still found`(count: Int) {
        var object = Object((0..<count).map { ("key\($0)", Value.integer($0)) })
        object["key1"] = nil
        #expect(!object.contains("key1"))
        #expect(object.count == count - 1)
        #expect(object["key2"] == 2)
    }

    @Test(arguments: [0, 20])
    func `keys that look alike but differ in code points are two`(others: Int) {
        var object = Object((0..<others).map { ("key\($0)", Value.integer($0)) })
        object["\u{E9}"] = 1
        object["e\u{301}"] = 2
        #expect(object.count == others + 2)
        #expect(object["\u{E9}"] == 1)
        #expect(object["e\u{301}"] == 2)
    }

    @Test func `objects with the same members are equal in any order`() {
        let object: Object = ["a": 1, "b": [1.0]]
        #expect(object == ["b": [1.0], "a": 1])
        #expect(object != ["a": 1])
        #expect(object != ["a": 1, "b": [1]])
    }
}
