// SPDX-License-Identifier: Apache-2.0

/// All that the ``Catalog`` keeps of one resource provider, as the database has it.
package struct ProviderRecord: Sendable {
    /// The database's identity.
    package var id: Int32
    package var uuid: String
    /// The provider above it in its tree; `nil` for a root.
    package var parentID: Int32?
    /// The top of its tree; itself for a root.
    package var rootID: Int32
    package var stock: [(resourceClass: Int32, stock: Stock)] = []
    /// Identities of its traits.
    package var traits: [Int32] = []
    /// Identities of the aggregates that it is a member of.
    package var aggregates: [Int32] = []

    package init(id: Int32, uuid: String, parentID: Int32? = nil, rootID: Int32? = nil) {
        self.id = id
        self.uuid = uuid
        self.parentID = parentID
        self.rootID = rootID ?? id
    }
}

/// The names behind the identities of a ``Catalog``.
package struct CatalogNames: Equatable, Sendable {
    private(set) var traits: [String: Int32]
    private(set) var resourceClasses: [String: Int32]
    private(set) var aggregates: [String: Int32]
    /// The quoted name of each trait.
    private(set) var traitJSON: [Int32: [UInt8]] = [:]
    /// The quoted name of each resource class.
    private(set) var resourceClassJSON: [Int32: [UInt8]] = [:]
    /// The trait of providers that share with their aggregates.
    let sharing: Int32?

    /// Names with their identities; aggregates are named by their UUIDs.
    package init(
        traits: [String: Int32], resourceClasses: [String: Int32], aggregates: [String: Int32]
    ) {
        self.traits = traits
        self.resourceClasses = resourceClasses
        self.aggregates = aggregates
        for (name, id) in traits { traitJSON[id] = JSONText.quoted(name) }
        for (name, id) in resourceClasses { resourceClassJSON[id] = JSONText.quoted(name) }
        sharing = traits["MISC_SHARES_VIA_AGGREGATE"]
    }

    /// The identity of a trait, `nil` if there is none of this name.
    func trait(_ name: String) -> Int32? { traits.value(ofExactly: name) }

    /// The identity of a resource class, `nil` if there is none of this name.
    func resourceClass(_ name: String) -> Int32? { resourceClasses.value(ofExactly: name) }

    /// The identity of an aggregate, `nil` if there is none of this UUID.
    func aggregate(_ uuid: String) -> Int32? { aggregates.value(ofExactly: uuid) }

    /// Adds aggregates that were not known.
    package func adding(aggregates new: [String: Int32]) -> CatalogNames {
        var copy = self
        for (uuid, id) in new { copy.aggregates[uuid] = id }
        return copy
    }

    /// The same aggregates with other traits and resource classes.
    package func replacing(
        traits: [String: Int32], resourceClasses: [String: Int32]
    ) -> CatalogNames {
        CatalogNames(traits: traits, resourceClasses: resourceClasses, aggregates: aggregates)
    }
}

extension [String: Int32] {
    /// The value of the key that has the very bytes of `key`.
    ///
    /// The subscript also finds other spellings of a character, such as the Kelvin sign for a K.
    fileprivate func value(ofExactly key: String) -> Int32? {
        guard let index = index(forKey: key), self[index].key.utf8.elementsEqual(key.utf8) else {
            return nil
        }
        return self[index].value
    }
}
