// SPDX-License-Identifier: Apache-2.0

/// Writes JSON straight into bytes, spelled as Python's `json.dumps` does.
///
/// Separators are `", "` and `": "`, put where they belong by the writer itself; all that is not
/// ASCII is escaped. Who writes sees to it that what is begun is ended.
///
///     var json = Writer()
///     json.object { json in
///         json.member("name", "node1")
///         json.member("links") { json in json.array { … } }
///     }
package struct Writer: Sendable {
    /// What was written so far.
    package private(set) var bytes: [UInt8] = []
    /// Whether the next key or value stands behind another one.
    private var followsValue = false

    /// A writer with room for `capacity` bytes.
    package init(capacity: Int = 256) {
        bytes.reserveCapacity(capacity)
    }

    private mutating func separate() {
        if followsValue {
            bytes.append(UInt8(ascii: ","))
            bytes.append(UInt8(ascii: " "))
        }
        followsValue = true
    }

    // MARK: Structure

    /// Opens an object; keys with values must follow, and ``endObject()``.
    package mutating func beginObject() { begin(UInt8(ascii: "{")) }
    /// Closes the object that was begun last.
    package mutating func endObject() { end(UInt8(ascii: "}")) }
    /// Opens an array; values must follow, and ``endArray()``.
    package mutating func beginArray() { begin(UInt8(ascii: "[")) }
    /// Closes the array that was begun last.
    package mutating func endArray() { end(UInt8(ascii: "]")) }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        followsValue = false
    }

    private mutating func end(_ bracket: UInt8) {
        bytes.append(bracket)
        followsValue = true
    }

    /// Writes a key; a value must follow.
    package mutating func key(_ key: String) {
        separate()
        bytes.appendQuoted(key)
        endKey()
    }

    /// Writes a key that is JSON already, quotes included; a value must follow.
    package mutating func key(encoded: [UInt8]) {
        separate()
        bytes.append(contentsOf: encoded)
        endKey()
    }

    private mutating func endKey() {
        bytes.append(UInt8(ascii: ":"))
        bytes.append(UInt8(ascii: " "))
        followsValue = false
    }

    // MARK: Values

    /// Writes a string.
    package mutating func value(_ string: String) {
        separate()
        bytes.appendQuoted(string)
    }

    /// Writes an integer.
    package mutating func value(_ integer: Int) {
        separate()
        bytes.appendDecimal(integer)
    }

    /// Writes a number as Python does: `16.0` keeps its fraction, infinity is `Infinity`.
    package mutating func value(_ double: Double) {
        separate()
        switch double {
        case .infinity: bytes.append(contentsOf: "Infinity".utf8)
        case -.infinity: bytes.append(contentsOf: "-Infinity".utf8)
        case _ where double.isNaN: bytes.append(contentsOf: "NaN".utf8)
        default: bytes.appendPythonText(of: double)
        }
    }

    /// Writes `true` or `false`.
    package mutating func value(_ bool: Bool) {
        separate()
        bytes.append(contentsOf: bool ? "true".utf8 : "false".utf8)
    }

    /// Writes `null`.
    package mutating func null() {
        separate()
        bytes.append(contentsOf: "null".utf8)
    }

    /// Writes a value that is JSON already.
    package mutating func value(encoded: [UInt8]) {
        separate()
        bytes.append(contentsOf: encoded)
    }

    /// Writes a whole tree.
    package mutating func value(_ value: Value) {
        switch value {
        case .null: null()
        case .bool(let bool): self.value(bool)
        case .integer(let integer): self.value(integer)
        case .largeInteger(let digits): self.value(encoded: Array(digits.utf8))
        case .double(let double): self.value(double)
        case .string(let string): self.value(string)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let object):
            beginObject()
            for (key, value) in object.members { member(key, value) }
            endObject()
        }
    }
}

extension Writer {
    /// Writes an object, whose members `write` writes.
    package mutating func object(_ write: (inout Writer) throws -> Void) rethrows {
        beginObject()
        try write(&self)
        endObject()
    }

    /// Writes an array, whose elements `write` writes.
    package mutating func array(_ write: (inout Writer) throws -> Void) rethrows {
        beginArray()
        try write(&self)
        endArray()
    }

    /// Writes a member whose value is an object.
    package mutating func object(
        _ key: String, _ write: (inout Writer) throws -> Void
    ) rethrows {
        self.key(key)
        try object(write)
    }

    /// Writes a member whose value is an array.
    package mutating func array(
        _ key: String, _ write: (inout Writer) throws -> Void
    ) rethrows {
        self.key(key)
        try array(write)
    }

    /// Writes a member that is a string.
    package mutating func member(_ key: String, _ string: String) {
        self.key(key)
        value(string)
    }

    /// Writes a member that is `null` where there is no text.
    package mutating func member(_ key: String, _ string: String?) {
        self.key(key)
        if let string { value(string) } else { null() }
    }

    /// Writes a member that is an integer.
    package mutating func member(_ key: String, _ integer: Int) {
        self.key(key)
        value(integer)
    }

    /// Writes a member that is a number with a fraction, even of 0.
    package mutating func member(_ key: String, _ double: Double) {
        self.key(key)
        value(double)
    }

    /// Writes a member that is `true` or `false`.
    package mutating func member(_ key: String, _ bool: Bool) {
        self.key(key)
        value(bool)
    }

    /// Writes a member that is a whole tree.
    package mutating func member(_ key: String, _ value: Value) {
        self.key(key)
        self.value(value)
    }
}

extension Value {
    /// The value as a JSON text.
    package var encoded: [UInt8] {
        var writer = Writer()
        writer.value(self)
        return writer.bytes
    }
}
