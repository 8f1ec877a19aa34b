// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Placement

@Suite struct CatalogTests {
    /// All that the catalog says of its providers, as text.
    private func text(_ catalog: Catalog) -> [String] {
        var lines = ["\(catalog.count) \(catalog.nestedCount) \(catalog.sharing)"]
        for (number, page) in catalog.pages.enumerated() {
            for slot in 0..<64 where page.shape.present >> UInt64(slot) & 1 == 1 {
                let id = Int32(number * 64 + slot)
                var bytes: [UInt8] = []
                catalog.appendUUID(of: id, to: &bytes)
                catalog.appendParentUUID(of: id, to: &bytes)
                catalog.appendRootUUID(of: id, to: &bytes)
                catalog.appendResources(of: id, to: &bytes)
                catalog.appendTraits(of: id, to: &bytes)
                let stock = page.stock.all(inSlot: slot).map { "\($0)" }.joined()
                lines.append(
                    "\(id) \(String(decoding: bytes, as: UTF8.self)) \(stock)"
                        + " \(page.traits.ids(inSlot: slot)) \(page.aggregates.ids(inSlot: slot))"
                        + " \(page.shape.descendants[slot]) \(page.shape.roots)"
                        + " \(page.shape.nested)")
            }
        }
        return lines
    }

    /// `GET /allocation_candidates?resources=DIS%E2%84%AA_GB:1` was answered with candidates.
    @Test func `a name is found by its own bytes only`() {
        let names = CatalogNames(
            traits: ["STORAGE_DISK_SSD": 1], resourceClasses: ["DISK_GB": 2],
            aggregates: ["K\u{E9}": 3])
        #expect(names.trait("STORAGE_DISK_SSD") == 1)
        #expect(names.resourceClass("DISK_GB") == 2)
        #expect(names.aggregate("K\u{E9}") == 3)
        #expect("DIS\u{212A}_GB" == "DISK_GB", "Swift holds the Kelvin sign for a K")
        #expect(names.trait("STORAGE_DIS\u{212A}_SSD") == nil)
        #expect(names.resourceClass("DIS\u{212A}_GB") == nil)
        #expect(names.aggregate("Ke\u{301}") == nil)
        #expect(names.aggregate("\u{212A}\u{E9}") == nil)
    }

    @Test(arguments: 0..<100)
    func `replacing some providers gives what building all anew gives`(seed: UInt64) {
        var forest = RandomForest(seed: seed)
        var catalog = forest.catalog
        for _ in 0..<10 {
            var changes: [Catalog.Change] = []
            for id in forest.providers.keys.sorted() where forest.chance(30) {
                guard var record = forest.providers[id] else { continue }
                let isParent = forest.providers.values.contains { $0.parentID == id }
                if forest.chance(25), !isParent {
                    forest.providers[id] = nil
                    changes.append(.gone(id: id))
                    continue
                }
                if forest.chance(30), !isParent, let other = forest.providers.values.first {
                    // Moves to another tree, or becomes a root.
                    let isRoot = other.id == id || forest.chance(30)
                    record.parentID = isRoot ? nil : other.id
                    record.rootID = isRoot ? id : other.rootID
                }
                forest.fill(&record)
                forest.providers[id] = record
                changes.append(.now(record))
            }
            let before = Set(forest.providers.keys)
            forest.addTree(isNested: true)
            for id in forest.providers.keys.sorted() where !before.contains(id) {
                if let record = forest.providers[id] { changes.append(.now(record)) }
            }
            changes.shuffle(using: &forest.random)
            catalog = catalog.replacing(changes)
            #expect(text(catalog) == text(forest.catalog))
        }
    }

    @Test func `an old catalog does not see what changed after it`() throws {
        let forest = RandomForest(seed: 7)
        let old = forest.catalog
        let before = text(old)
        let id = try #require(forest.providers.keys.first)
        let new = old.replacing([.gone(id: id)])
        #expect(text(old) == before)
        #expect(new.count == old.count - 1)
    }

    /// What the summaries say of a provider of two pages, whose names are `before` at first.
    private func summaries(
        _ before: CatalogNames, _ after: CatalogNames, _ changes: [Catalog.Change] = []
    ) -> [String] {
        var record = ProviderRecord(id: 5, uuid: "u5")
        record.traits = [1]
        record.stock = [
            (
                3,
                Stock(
                    total: 8, reserved: 0, allocationRatio: 1, used: 0, minimum: 1, maximum: 8,
                    step: 1)
            )
        ]
        let other = ProviderRecord(id: 70, uuid: "u70")
        let old = Catalog(names: before).replacing([.now(record), .now(other)])
        let new = old.replacing(changes, names: after)
        #expect(new.pages[1] === old.pages[1])
        var traits: [UInt8] = []
        new.appendTraits(of: 5, to: &traits)
        var resources: [UInt8] = []
        new.appendResources(of: 5, to: &resources)
        return [traits, resources].map { String(decoding: $0, as: UTF8.self) }
    }

    private func names(_ trait: String?, _ resourceClass: String?) -> CatalogNames {
        CatalogNames(
            traits: trait.map { [$0: 1] } ?? [:],
            resourceClasses: resourceClass.map { [$0: 3] } ?? [:], aggregates: [:])
    }

    @Test(arguments: ["CUSTOM_A", nil], ["CUSTOM_B", nil])
    func `a trait whose identity another name has taken shows the new name`(
        old: String?, new: String?
    ) {
        let expected = new.map { "\"\($0)\"" } ?? ""
        var record = ProviderRecord(id: 5, uuid: "u5")
        record.traits = [1]
        for changes in [[], [Catalog.Change.now(record)]] {
            #expect(summaries(names(old, "VCPU"), names(new, "VCPU"), changes)[0] == expected)
        }
    }

    @Test(arguments: ["CUSTOM_A", nil], ["CUSTOM_B", nil])
    func `a resource class whose identity another name has taken shows the new name`(
        old: String?, new: String?
    ) {
        let expected = new.map { "\"\($0)\": {\"capacity\": 8, \"used\": 0}" } ?? ""
        #expect(summaries(names("A", old), names("A", new))[1] == expected)
    }

    @Test func `pages in which nothing changed are shared`() throws {
        let names = CatalogNames(traits: [:], resourceClasses: [:], aggregates: [:])
        var builder = CatalogBuilder(names: names)
        for id in Int32(1)...200 {
            builder.addProvider(id: id, uuid: "\(id)", parentID: nil, rootID: id)
        }
        let old = builder.build()
        let new = old.replacing([.now(ProviderRecord(id: 70, uuid: "70"))])
        #expect(new.pages[0] === old.pages[0])
        #expect(new.pages[1] !== old.pages[1])
        #expect(new.pages[2] === old.pages[2])
    }

    @Test(arguments: [("u5", Int32(5)), ("u99", nil), ("U5", nil)])
    func `a provider is found by the exact spelling of its UUID`(uuid: String, id: Int32?) {
        let names = CatalogNames(traits: [:], resourceClasses: [:], aggregates: [:])
        let catalog = Catalog(names: names).replacing([.now(ProviderRecord(id: 5, uuid: "u5"))])
        #expect(catalog.provider(uuid: uuid) == id)
    }

    @Test func `capacity is cut to a whole number`() {
        let stock = Stock(
            total: 100, reserved: 0, allocationRatio: 1.15, used: 0, minimum: 1, maximum: 1000,
            step: 1)
        #expect(stock.capacity == 114)
        #expect(stock.fits(114))
        #expect(!stock.fits(115))
    }

    @Test(arguments: [
        (0.0, "0"), (-5, "-5"), (9.2e18, "9200000000000000000"),
        (0x1p64, "18446744073709551616"), (1e23, "99999999999999991611392"),
    ])
    func `a whole number is written with all its digits`(number: Double, text: String) {
        var bytes: [UInt8] = []
        JSONText.append(whole: number, to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == text)
    }

    @Test func `a string is quoted as Python quotes it`() {
        let text = String(decoding: JSONText.quoted("a\"\\\n\u{7F}é😀"), as: UTF8.self)
        #expect(text == #""a\"\\\n\u007f\u00e9\ud83d\ude00""#)
    }
}
