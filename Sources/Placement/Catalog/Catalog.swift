// SPDX-License-Identifier: Apache-2.0

/// All resource providers at one moment, laid out for the search of allocation candidates.
///
/// The value is immutable. It is cut into pages of 64 providers with consecutive identities; a
/// newer catalog is made from an older one by ``replacing(_:names:)`` and shares with it every
/// page in which nothing changed.
package struct Catalog: Sendable {
    /// One page for each 64 identities, starting with 0.
    let pages: [CatalogPage]
    /// The names behind the identities.
    package let names: CatalogNames
    /// How many providers there are.
    package let count: Int
    /// How many of them are below another one.
    let nestedCount: Int
    /// The providers that share with their aggregates, in ascending order.
    let sharing: [Int32]

    /// Identities above this are refused, because the table of pages would not fit in memory.
    package static let largestID: Int32 = 1 << 27

    /// Whether any provider is below another one.
    var hasTrees: Bool { nestedCount > 0 }

    /// A catalog without providers.
    package init(names: CatalogNames) {
        self.init(pages: [], names: names, count: 0, nestedCount: 0)
    }

    init(pages: [CatalogPage], names: CatalogNames, count: Int, nestedCount: Int) {
        self.pages = pages
        self.names = names
        self.count = count
        self.nestedCount = nestedCount
        var sharing: [Int32] = []
        if let trait = names.sharing {
            for (number, page) in pages.enumerated() {
                var rest = page.traits.word(trait) & page.shape.present
                while rest != 0 {
                    sharing.append(Int32(number * 64 + rest.trailingZeroBitCount))
                    rest &= rest &- 1
                }
            }
        }
        self.sharing = sharing
    }

    /// The page that a provider is in.
    func page(of id: Int32) -> CatalogPage {
        let number = Int(id) >> 6
        return number < pages.count && number >= 0 ? pages[number] : .empty
    }

    /// The top of a provider's tree; -1 if there is no such provider.
    func root(of id: Int32) -> Int32 {
        page(of: id).shape.rootIDs[Int(id) & 63]
    }

    /// The provider above another one; -1 if there is none.
    func parent(of id: Int32) -> Int32 {
        page(of: id).shape.parents[Int(id) & 63]
    }

    /// The provider with a UUID, spelled exactly so.
    func provider(uuid: String) -> Int32? {
        let text = JSONText.quoted(uuid)
        let hash = PageShape.hash(text)
        for (number, page) in pages.enumerated() where page !== CatalogPage.empty {
            for slot in 0..<64
            where page.shape.uuidHashes[slot] == hash && page.shape.uuids[slot] == text {
                return Int32(number * 64 + slot)
            }
        }
        return nil
    }
}

extension Catalog: Equatable {
    /// Whether two catalogs tell of the same state.
    package static func == (left: Catalog, right: Catalog) -> Bool {
        left.names == right.names && left.pages.count == right.pages.count
            && zip(left.pages, right.pages).allSatisfy { left, right in
                left === right
                    || left.shape == right.shape && left.stock == right.stock
                        && left.traits == right.traits && left.aggregates == right.aggregates
            }
    }
}

// MARK: - Text

extension Catalog {
    /// The quoted name of a resource class.
    package func resourceClassJSON(_ id: Int32) -> [UInt8] {
        names.resourceClassJSON[id] ?? []
    }

    /// Appends the quoted UUID of a provider.
    package func appendUUID(of id: Int32, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: page(of: id).shape.uuids[Int(id) & 63])
    }

    /// Appends the quoted UUID of the provider above another one, or `null`.
    package func appendParentUUID(of id: Int32, to bytes: inout [UInt8]) {
        let parent = parent(of: id)
        if parent < 0 {
            bytes += [0x6E, 0x75, 0x6C, 0x6C]
        } else {
            appendUUID(of: parent, to: &bytes)
        }
    }

    /// Appends the quoted UUID of the top of a provider's tree.
    package func appendRootUUID(of id: Int32, to bytes: inout [UInt8]) {
        appendUUID(of: root(of: id), to: &bytes)
    }

    /// Appends the members of a provider's `resources` object: all, or those of some classes.
    package func appendResources(
        of id: Int32, classes: [Int32]? = nil, to bytes: inout [UInt8]
    ) {
        let page = page(of: id)
        guard let classes else {
            bytes.append(contentsOf: page.texts.resources[Int(id) & 63])
            return
        }
        var text: [UInt8] = []
        for (resourceClass, stock) in page.stock.all(inSlot: Int(id) & 63)
        where classes.contains(resourceClass) {
            Catalog.append(stock, of: resourceClass, names: names, to: &text)
        }
        bytes += text
    }

    /// Appends the elements of a provider's `traits` array.
    package func appendTraits(of id: Int32, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: page(of: id).texts.traits[Int(id) & 63])
    }

    /// Appends one member of a `resources` object, and a comma before it unless it is the first.
    static func append(
        _ stock: Stock, of resourceClass: Int32, names: CatalogNames, to text: inout [UInt8]
    ) {
        guard let name = names.resourceClassJSON[resourceClass] else { return }
        if !text.isEmpty { text += [0x2C, 0x20] }
        text += name
        text.append(contentsOf: ": {\"capacity\": ".utf8)
        JSONText.append(whole: stock.capacity, to: &text)
        text.append(contentsOf: ", \"used\": ".utf8)
        JSONText.append(stock.used, to: &text)
        text.append(0x7D)
    }
}
