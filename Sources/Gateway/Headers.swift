// SPDX-License-Identifier: Apache-2.0

/// The headers of a response, in the order in which they are sent.
package struct Headers: Equatable, Sendable {
    /// One header line.
    package struct Header: Equatable, Sendable {
        package let name: String
        package let value: String
    }

    package private(set) var lines: [Header] = []

    package init() {}

    /// The value of the first header of that name, whatever its case.
    package subscript(name: String) -> String? {
        lines.first { $0.name.isEqualIgnoringCase(to: name) }?.value
    }

    /// Adds a header behind those that are there, even one of the same name.
    package mutating func add(_ name: String, _ value: String) {
        lines.append(Header(name: name, value: value))
    }

    /// Replaces all headers of that name by one, or by none if `value` is `nil`.
    package mutating func set(_ name: String, _ value: String?) {
        lines.removeAll { $0.name.isEqualIgnoringCase(to: name) }
        if let value { add(name, value) }
    }
}

extension String {
    /// Compares ASCII letters without regard to case, as HTTP does with names (RFC 9110, 5.1).
    package func isEqualIgnoringCase(to other: String) -> Bool {
        utf8.count == other.utf8.count
            && zip(utf8, other.utf8).allSatisfy { $0.asciiLowercased == $1.asciiLowercased }
    }
}

extension UInt8 {
    /// The byte, or the small letter if it is a capital ASCII letter.
    package var asciiLowercased: UInt8 {
        self >= 0x41 && self <= 0x5A ? self | 0x20 : self
    }
}
