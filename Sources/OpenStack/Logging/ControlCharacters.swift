// SPDX-License-Identifier: Apache-2.0

extension Unicode.Scalar {
    /// A control character of ASCII or Latin-1, such as a line break.
    var isControl: Bool {
        value < 0x20 || (0x7F...0x9F).contains(value)
    }
}

extension String {
    /// The text with its line breaks and other control characters made visible, so that nothing a
    /// client sends can pass for a line of the log.
    var oneLine: String {
        guard unicodeScalars.contains(where: \.isControl) else { return self }
        return unicodeScalars.reduce(into: "") { text, scalar in
            text += scalar.isControl ? scalar.escaped(asASCII: true) : String(scalar)
        }
    }
}
