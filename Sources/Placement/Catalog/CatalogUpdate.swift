// SPDX-License-Identifier: Apache-2.0

extension Catalog {
    /// What became of a provider: how it is now, or that it is gone.
    package enum Change: Sendable {
        case now(ProviderRecord)
        case gone(id: Int32)

        var id: Int32 {
            switch self {
            case .now(let record): record.id
            case .gone(let id): id
            }
        }
    }

    /// The catalog after some providers changed; costs by the number of changes, not of providers.
    ///
    /// - Parameters:
    ///   - changes: At most one for each provider.
    ///   - names: The names as they are now; `nil` if they are the same.
    /// - Returns: A catalog that shares with this one what did not change.
    package func replacing(_ changes: [Change], names: CatalogNames? = nil) -> Catalog {
        var edit = CatalogEdit(self, names: names ?? self.names)
        for change in changes { edit.apply(change) }
        return edit.result()
    }
}

/// Copies of the pages that change.
private struct CatalogEdit {
    let old: Catalog
    let names: CatalogNames
    var drafts: [Int: PageDraft] = [:]
    var count: Int
    var nestedCount: Int

    init(_ old: Catalog, names: CatalogNames) {
        self.old = old
        self.names = names
        count = old.count
        nestedCount = old.nestedCount
    }

    mutating func apply(_ change: Catalog.Change) {
        let id = change.id
        guard (0...Catalog.largestID).contains(id) else { return }
        let slot = Int(id) & 63
        let page = old.page(of: id)
        let wasPresent = page.shape.present >> UInt64(slot) & 1 == 1
        let oldRoot = page.shape.rootIDs[slot]
        if wasPresent {
            count -= 1
            if oldRoot != id {
                nestedCount -= 1
                edit(oldRoot) { $0.setDescendant(id, ofSlot: Int(oldRoot) & 63, false) }
            }
        }
        guard case .now(let record) = change else {
            if wasPresent { edit(id) { $0.remove(slot: slot) } }
            return
        }
        count += 1
        if record.rootID != id, record.rootID >= 0 {
            nestedCount += 1
            edit(record.rootID) { $0.setDescendant(id, ofSlot: Int(record.rootID) & 63, true) }
        }
        let names = names
        edit(id) { draft in draft.replace(with: record, names: names) }
    }

    /// Changes the copy of the page that a provider is in.
    private mutating func edit(_ id: Int32, _ body: (inout PageDraft) -> Void) {
        body(&drafts[Int(id) >> 6, default: PageDraft(old.page(of: id))])
    }

    func result() -> Catalog {
        var pages = old.pages
        for (number, draft) in drafts {
            while pages.count <= number { pages.append(.empty) }
            pages[number] = CatalogPage(draft)
        }
        return Catalog(pages: pages, names: names, count: count, nestedCount: nestedCount)
    }
}

extension PageDraft {
    /// Puts a provider in place of what its slot held; keeps the texts of what did not change.
    fileprivate mutating func replace(with record: ProviderRecord, names: CatalogNames) {
        let slot = Int(record.id) & 63
        place(
            id: record.id, uuid: record.uuid, parentID: record.parentID, rootID: record.rootID)
        let newTraits = record.traits.sorted()
        if traits.ids(inSlot: slot) != newTraits {
            traits.clear(slot: slot)
            for trait in newTraits { traits.insert(trait, slot: slot) }
            texts.traits[slot] = PageDraft.traitsText(newTraits, names: names)
        }
        let newAggregates = record.aggregates.sorted()
        if aggregates.ids(inSlot: slot) != newAggregates {
            aggregates.clear(slot: slot)
            for aggregate in newAggregates { aggregates.insert(aggregate, slot: slot) }
        }
        stock.replace(
            cleared: UInt64(1) << UInt64(slot),
            added: record.stock.map { ($0.resourceClass, slot, $0.stock) })
        writeResources(slot: slot, names: names)
    }
}
