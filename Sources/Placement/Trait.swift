// SPDX-License-Identifier: Apache-2.0

/// A property that a provider has or lacks, such as `HW_CPU_X86_AVX2`.
package struct Trait: Equatable, Sendable {
    /// The identity of its row; clients never see it.
    package let id: Int
    package let name: String
    /// When its row was made; a trait never changes.
    package let lastModified: Timestamp?

    package init(id: Int, name: String, lastModified: Timestamp?) {
        self.id = id
        self.name = name
        self.lastModified = lastModified
    }

    /// Whether clients made it and may remove it.
    package var isCustom: Bool {
        name.utf8.starts(with: CustomName.prefix.utf8)
    }
}

/// Which traits a list shall hold: those to which every part applies.
package struct TraitListFilter: Equatable, Sendable {
    /// The names to choose from.
    package var names: [String]?
    /// What the name begins with; case does not count, `_` is any one character and `%` any text.
    package var prefix: String?
    /// Whether some provider must, or must not, have the trait.
    package var isAssociated: Bool?

    package init(names: [String]? = nil, prefix: String? = nil, isAssociated: Bool? = nil) {
        self.names = names
        self.prefix = prefix
        self.isAssociated = isAssociated
    }
}
