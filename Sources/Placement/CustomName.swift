// SPDX-License-Identifier: Apache-2.0

/// The rule for names that clients may give to traits and resource classes.
package enum CustomName {
    /// What each custom name begins with.
    package static let prefix = "CUSTOM_"

    /// Whether `name` is `CUSTOM_` and 1 to 248 capitals, digits and `_`.
    ///
    /// Source: reference `placement/schemas/common.py`, `CUSTOM_TRAIT_PATTERN`. Its pattern lets a
    /// line break at the end pass; this one does not.
    package static func isValid(_ name: String) -> Bool {
        let bytes = name.utf8
        return bytes.count > prefix.utf8.count && bytes.count <= 255
            && bytes.starts(with: prefix.utf8)
            && bytes.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x5F: true
                default: false
                }
            }
    }
}
