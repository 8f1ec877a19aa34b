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
        guard mayHaveControls else { return self }
        return unicodeScalars.reduce(into: "") { text, scalar in
            text += scalar.isControl ? scalar.escaped(asASCII: true) : String(scalar)
        }
    }

    /// Whether there may be control characters in it: a quick look at bytes, as most texts have none.
    var mayHaveControls: Bool {
        // 0xC2 begins those of Latin-1, and some other characters.
        var text = self
        return text.withUTF8 { bytes in
            bytes.contains { $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 }
        }
    }
}
