// SPDX-License-Identifier: Apache-2.0

/// Up to 64 providers with consecutive identities: provider `id` is in slot `id % 64`.
///
/// A page never changes once a ``Catalog`` holds it, so that catalogs share the pages in which
/// they agree; a change copies one page and edits the copy.
final class CatalogPage: Sendable {
    let shape: PageShape
    let stock: StockColumns
    let traits: SlotColumns
    let aggregates: SlotColumns
    /// What the provider summaries say of each provider's stock and traits.
    let texts: PageTexts

    init(_ draft: PageDraft) {
        shape = draft.shape
        stock = draft.stock
        traits = draft.traits
        aggregates = draft.aggregates
        texts = draft.texts
    }

    /// A page without providers.
    static let empty = CatalogPage(PageDraft())
}

/// How the providers of a page hang together.
struct PageShape: Equatable, Sendable {
    /// The slots that hold a provider.
    var present: UInt64 = 0
    /// The slots that hold a root.
    var roots: UInt64 = 0
    /// The roots with providers below them.
    var nested: UInt64 = 0
    /// The provider above each, or -1.
    var parents = [Int32](repeating: -1, count: 64)
    /// The top of each provider's tree.
    var rootIDs = [Int32](repeating: -1, count: 64)
    /// All providers below a root, in ascending order; empty for the others.
    var descendants = [[Int32]](repeating: [], count: 64)
    /// The quoted UUIDs.
    var uuids = [[UInt8]](repeating: [], count: 64)
    /// A number for each UUID, to find one without comparing texts.
    var uuidHashes = [UInt64](repeating: 0, count: 64)

    /// FNV-1a.
    static func hash(_ bytes: [UInt8]) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash
    }
}

/// The ready-made JSON of a page's providers.
struct PageTexts: Sendable {
    /// The members of each provider's `resources` object: `"VCPU": {"capacity": 8, "used": 0}`.
    var resources = [[UInt8]](repeating: [], count: 64)
    /// The elements of each provider's `traits` array.
    var traits = [[UInt8]](repeating: [], count: 64)
}

/// A page while it is being made.
struct PageDraft {
    var shape = PageShape()
    var stock = StockColumns()
    var traits = SlotColumns()
    var aggregates = SlotColumns()
    var texts = PageTexts()

    init() {}

    init(_ page: CatalogPage) {
        shape = page.shape
        stock = page.stock
        traits = page.traits
        aggregates = page.aggregates
        texts = page.texts
    }

    /// Places a provider, without its stock, traits, aggregates and texts.
    mutating func place(id: Int32, uuid: String, parentID: Int32?, rootID: Int32) {
        let slot = Int(id) & 63
        let bit = UInt64(1) << UInt64(slot)
        shape.present |= bit
        if rootID == id { shape.roots |= bit } else { shape.roots &= ~bit }
        shape.parents[slot] = parentID ?? -1
        shape.rootIDs[slot] = rootID
        shape.uuids[slot] = JSONText.quoted(uuid)
        shape.uuidHashes[slot] = PageShape.hash(shape.uuids[slot])
    }

    /// Forgets a provider but not who is below it.
    mutating func remove(slot: Int) {
        let bit = UInt64(1) << UInt64(slot)
        shape.present &= ~bit
        shape.roots &= ~bit
        shape.parents[slot] = -1
        shape.rootIDs[slot] = -1
        shape.uuids[slot] = []
        shape.uuidHashes[slot] = 0
        traits.clear(slot: slot)
        aggregates.clear(slot: slot)
        stock.replace(cleared: bit, added: [])
        texts.resources[slot] = []
        texts.traits[slot] = []
    }

    /// Puts a provider below a root, or takes it away from there.
    mutating func setDescendant(_ id: Int32, ofSlot slot: Int, _ isBelow: Bool) {
        var list = shape.descendants[slot]
        list.removeAll { $0 == id }
        if isBelow { list.insert(id, at: list.firstIndex { $0 > id } ?? list.count) }
        shape.descendants[slot] = list
        let bit = UInt64(1) << UInt64(slot)
        if list.isEmpty { shape.nested &= ~bit } else { shape.nested |= bit }
    }

    /// Writes what the summaries say of one provider's stock.
    mutating func writeResources(slot: Int, names: CatalogNames) {
        var text: [UInt8] = []
        for (resourceClass, stock) in stock.all(inSlot: slot) {
            Catalog.append(stock, of: resourceClass, names: names, to: &text)
        }
        texts.resources[slot] = text
    }

    /// Writes the list of one provider's traits.
    static func traitsText(_ traits: [Int32], names: CatalogNames) -> [UInt8] {
        var text: [UInt8] = []
        for id in traits {
            guard let name = names.traitJSON[id] else { continue }
            if !text.isEmpty { text += [0x2C, 0x20] }
            text += name
        }
        return text
    }
}
