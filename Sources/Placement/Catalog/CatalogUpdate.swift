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
        edit.rewriteTexts()
        return edit.result()
    }
}

extension CatalogNames {
    /// The traits that have another name than before, or a name only before or only now.
    fileprivate func renamedTraits(since old: CatalogNames) -> [Int32] {
        CatalogNames.differences(old.traitJSON, traitJSON)
    }

    /// The resource classes that have another name than before, or a name only before or only now.
    fileprivate func renamedClasses(since old: CatalogNames) -> [Int32] {
        CatalogNames.differences(old.resourceClassJSON, resourceClassJSON)
    }

    private static func differences(_ old: [Int32: [UInt8]], _ new: [Int32: [UInt8]]) -> [Int32] {
        // Comparing a dictionary with itself is cheap, and most updates change no name.
        guard old != new else { return [] }
        return Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }
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

    /// Writes the texts again in which a name stands that is no longer right.
    ///
    /// A name is looked for by its identity alone, whoever has it: databases give an identity
    /// that was freed to the next name, and a name may go, or come, while providers have it.
    mutating func rewriteTexts() {
        let traits = names.renamedTraits(since: old.names)
        let classes = names.renamedClasses(since: old.names)
        guard !traits.isEmpty || !classes.isEmpty else { return }
        for number in 0..<max(old.pages.count, (drafts.keys.max() ?? -1) + 1) {
            let page = number < old.pages.count ? old.pages[number] : .empty
            let draft = drafts[number]
            let traitSlots = (draft?.traits ?? page.traits).word(anyOf: traits)
            let stockSlots = (draft?.stock ?? page.stock).classes.word(anyOf: classes)
            guard traitSlots | stockSlots != 0 else { continue }
            let names = names
            edit(Int32(number * 64)) { draft in
                for slot in 0..<64 {
                    if traitSlots >> UInt64(slot) & 1 == 1 { draft.writeTraits(slot, names) }
                    if stockSlots >> UInt64(slot) & 1 == 1 {
                        draft.writeResources(slot: slot, names: names)
                    }
                }
            }
        }
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
            writeTraits(slot, names)
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

    /// Writes the list of the traits of the provider in a slot.
    fileprivate mutating func writeTraits(_ slot: Int, _ names: CatalogNames) {
        texts.traits[slot] = PageDraft.traitsText(traits.ids(inSlot: slot), names: names)
    }
}
