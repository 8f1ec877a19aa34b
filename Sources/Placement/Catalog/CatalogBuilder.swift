// SPDX-License-Identifier: Apache-2.0

/// Makes a ``Catalog`` from the rows of whole tables.
///
/// Add all providers first. Rows that name no provider that was added are passed over.
package struct CatalogBuilder {
    private let names: CatalogNames
    private var drafts: [PageDraft] = []
    private var stock: [[(resourceClass: Int32, slot: Int, stock: Stock)]] = []
    private var count = 0
    private var nested: [(id: Int32, rootID: Int32)] = []

    package init(names: CatalogNames) {
        self.names = names
    }

    /// Adds a provider, without what it has.
    package mutating func addProvider(
        id: Int32, uuid: String, parentID: Int32?, rootID: Int32
    ) {
        precondition((0...Catalog.largestID).contains(id), "the loader refuses such identities")
        let number = Int(id) >> 6
        while drafts.count <= number {
            drafts.append(PageDraft())
            stock.append([])
        }
        drafts[number].place(id: id, uuid: uuid, parentID: parentID, rootID: rootID)
        count += 1
        if rootID != id { nested.append((id, rootID)) }
    }

    /// Adds what a provider has of one class.
    package mutating func add(_ new: Stock, of resourceClass: Int32, to id: Int32) {
        guard isKnown(id) else { return }
        stock[Int(id) >> 6].append((resourceClass, Int(id) & 63, new))
    }

    /// Gives a provider a trait; fast if traits come in ascending order.
    package mutating func addTrait(_ trait: Int32, to id: Int32) {
        guard isKnown(id) else { return }
        drafts[Int(id) >> 6].traits.insert(trait, slot: Int(id) & 63)
    }

    /// Makes a provider a member of an aggregate; fast if aggregates come in ascending order.
    package mutating func addAggregate(_ aggregate: Int32, to id: Int32) {
        guard isKnown(id) else { return }
        drafts[Int(id) >> 6].aggregates.insert(aggregate, slot: Int(id) & 63)
    }

    /// The catalog of all that was added.
    package consuming func build() -> Catalog {
        for (id, rootID) in nested where isKnown(rootID) {
            drafts[Int(rootID) >> 6].setDescendant(id, ofSlot: Int(rootID) & 63, true)
        }
        // Many hosts are of one make: those with the same traits share one text.
        var texts: [[Int32]: [UInt8]] = [:]
        var pages: [CatalogPage] = []
        pages.reserveCapacity(drafts.count)
        for number in drafts.indices {
            guard drafts[number].shape.present != 0 else {
                pages.append(.empty)
                continue
            }
            drafts[number].stock.replace(cleared: 0, added: stock[number])
            stock[number] = []
            for slot in 0..<64 where drafts[number].shape.present >> UInt64(slot) & 1 == 1 {
                drafts[number].writeResources(slot: slot, names: names)
                let traits = drafts[number].traits.ids(inSlot: slot)
                guard !traits.isEmpty else { continue }
                if let text = texts[traits] {
                    drafts[number].texts.traits[slot] = text
                } else {
                    let text = PageDraft.traitsText(traits, names: names)
                    texts[traits] = text
                    drafts[number].texts.traits[slot] = text
                }
            }
            pages.append(CatalogPage(drafts[number]))
            drafts[number] = PageDraft()
        }
        return Catalog(pages: pages, names: names, count: count, nestedCount: nested.count)
    }

    private func isKnown(_ id: Int32) -> Bool {
        let number = Int(id) >> 6
        return id >= 0 && number < drafts.count
            && drafts[number].shape.present >> UInt64(id & 63) & 1 == 1
    }
}
