// SPDX-License-Identifier: Apache-2.0

extension Schema {
    /// A form of string that `format` asks for.
    package enum Format: Sendable {
        /// A UUID in a body: dashes may be anywhere or nowhere, `urn:uuid:` and braces are allowed.
        ///
        /// Source: oslo.utils, `uuidutils.is_uuid_like`, which the reference registers.
        case uuid
        /// A UUID in a query string: dashes must stand where they belong.
        ///
        /// Source: jsonschema, `_format.is_uuid`.
        case dashedUUID

        /// The format's name in JSON Schema.
        package var name: String { "uuid" }

        /// Whether `value` has this form.
        ///
        /// What is no string has the form of a dashed UUID, but not that of a UUID: the checks
        /// of the two libraries differ.
        func allows(_ value: Value) -> Bool {
            guard case .string(let text) = value else { return self == .dashedUUID }
            if Format.isCanonical(text.utf8Span.span) { return true }
            switch self {
            case .uuid:
                let digits = Format.bareDigits(text)
                return digits.count == 32 && digits.allSatisfy { $0.hexadecimalValue != nil }
            case .dashedUUID:
                let digits = String(decoding: Format.bareDigits(text), as: UTF8.self)
                let characters = Array(text.unicodeScalars)
                return digits.unicodeScalars.count == 32
                    && PythonInteger(digits, radix: 16) != nil
                    && [8, 13, 18, 23].allSatisfy { characters[$0] == "-" }
            }
        }

        /// Whether this is the usual spelling: 36 characters, in whatever case.
        private static func isCanonical(_ text: Span<UInt8>) -> Bool {
            guard text.count == 36 else { return false }
            for index in text.indices {
                switch index {
                case 8, 13, 18, 23: guard text[index] == UInt8(ascii: "-") else { return false }
                default: guard text[index].hexadecimalValue != nil else { return false }
                }
            }
            return true
        }

        /// What is left of `text` once all is gone that Python's `uuid.UUID` overlooks.
        private static func bareDigits(_ text: String) -> [UInt8] {
            var bytes = Array(text.utf8)
            bytes.remove(all: Array("urn:".utf8))
            bytes.remove(all: Array("uuid:".utf8))
            let isBrace = { (byte: UInt8) in byte == 0x7B || byte == 0x7D }
            var rest = bytes[...].drop(while: isBrace)
            while let last = rest.last, isBrace(last) { rest.removeLast() }
            return rest.filter { $0 != UInt8(ascii: "-") }
        }
    }
}

extension [UInt8] {
    /// Removes each `word`, from left to right.
    fileprivate mutating func remove(all word: [UInt8]) {
        var kept: [UInt8] = []
        var position = 0
        while position < count {
            if self[position...].starts(with: word) {
                position += word.count
            } else {
                kept.append(self[position])
                position += 1
            }
        }
        self = kept
    }
}
