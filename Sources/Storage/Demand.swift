// SPDX-License-Identifier: Apache-2.0

import Placement
import SQL

/// What a request asks of providers: each provider and each class of a provider once.
struct Demand {
    /// The providers, in the order in which the request first names them.
    var providers: [ClaimedProvider] = []
    /// The classes of the providers, in the order in which the request first names them.
    private var stocks: [Stock] = []
    /// The classes that consumers give up who shall hold nothing: the reference counts them among
    /// those of the request.
    var classesGivenUp: Set<Int> = []
    private var providerIndexes: [String: Int] = [:]
    private var stockIndexes: [StockKey: Int] = [:]

    struct ClaimedProvider {
        fileprivate(set) var row: ProviderRow
        /// Whether its allocations are replaced, which counts its generation up by one.
        var isClaimed = false
        /// Whether anything is asked of it.
        fileprivate var isAsked = false
        /// Whether it has inventory of any class that is asked of it.
        fileprivate var hasSupply = false
    }

    /// A class that is asked of a provider.
    struct Stock {
        let provider: Int
        let resourceClass: String
        /// The row of the class, `nil` if there is no such class.
        fileprivate(set) var classRow: Int?
        /// `nil` if the provider has no inventory of the class.
        fileprivate var supply: Supply?
    }

    private struct StockKey: Hashable {
        let provider: Int
        let resourceClass: String
    }

    /// Finds a provider, asking the database the first time; `nil` if there is none.
    mutating func provider(uuid: String, in store: Store) throws -> Int? {
        if let index = providerIndexes[uuid] { return index }
        guard let row = try store.providerRow(uuid: uuid) else { return nil }
        return provider(row)
    }

    /// Finds a provider whose row was read already.
    mutating func provider(_ row: ProviderRow) -> Int {
        if let index = providerIndexes[row.uuid] { return index }
        providers.append(ClaimedProvider(row: row))
        providerIndexes[row.uuid] = providers.count - 1
        return providers.count - 1
    }

    /// Finds a class of a provider, noting that it is asked for.
    mutating func stock(of resourceClass: String, at provider: Int) -> Int {
        let key = StockKey(provider: provider, resourceClass: resourceClass)
        if let index = stockIndexes[key] { return index }
        stocks.append(Stock(provider: provider, resourceClass: resourceClass))
        stockIndexes[key] = stocks.count - 1
        providers[provider].isAsked = true
        return stocks.count - 1
    }
}

extension Demand {
    /// Takes over the generation of a provider whose inventory was changed meanwhile.
    mutating func setGeneration(_ provider: ResourceProvider) {
        guard let index = providerIndexes[provider.uuid] else { return }
        providers[index].row = ProviderRow(
            id: provider.id, uuid: provider.uuid, generation: provider.generation)
    }

    /// Whether the allocations of a provider are replaced.
    func isClaimed(_ uuid: String) -> Bool {
        providerIndexes[uuid].map { providers[$0].isClaimed } ?? false
    }

    /// Reads the inventory and the use of each class that is asked for; `released` is what the
    /// consumers of the request hold now and give back.
    ///
    /// - Throws: ``PlacementError/resourceClassNotFound(name:)`` for the first class that is not
    ///   there, then ``PlacementError/inventoryMissing(resourceClasses:providers:)`` for providers
    ///   that have none of the classes of the whole request, not only of those asked of them.
    mutating func readSupplies(of store: Store, released: [ClassOfProvider: Int]) throws {
        for index in stocks.indices {
            let stock = stocks[index]
            let provider = providers[stock.provider].row.id
            guard
                let row = try store.stockRow(ofProvider: provider, class: stock.resourceClass)
            else { throw PlacementError.resourceClassNotFound(name: stock.resourceClass) }
            stocks[index].classRow = row.classRow
            guard let inventory = row.inventory else { continue }
            let key = ClassOfProvider(provider: provider, resourceClass: row.classRow)
            stocks[index].supply = Supply(
                inventory, usedBefore: row.used, released: released[key] ?? 0)
            providers[stock.provider].hasSupply = true
        }
        let bare = providers.filter { $0.isAsked && !$0.hasSupply }
        if !bare.isEmpty { try refuse(bare, in: store) }
    }

    /// Refuses providers without inventory of what is asked of them, unless they have some of
    /// another class of the request: those are refused class by class.
    private func refuse(_ bareProviders: [ClaimedProvider], in store: Store) throws {
        let classes = classesGivenUp.union(stocks.compactMap(\.classRow))
        let missing = try bareProviders.map(\.row).filter { row in
            try !store.hasInventory(ofAnyOf: classes, provider: row.id)
        }
        guard !missing.isEmpty else { return }
        throw PlacementError.inventoryMissing(
            resourceClasses: try classes.sorted().compactMap(store.className),
            providers: missing.map(\.uuid))
    }

    /// Takes an amount of a class for a consumer; returns of what exactly.
    mutating func take(_ amount: Int, ofStock index: Int) throws -> ClassOfProvider {
        let resourceClass = stocks[index].resourceClass
        let row = providers[stocks[index].provider].row
        guard let classRow = stocks[index].classRow, var supply = stocks[index].supply else {
            throw PlacementError.inventoryMissing(
                resourceClasses: [resourceClass], providers: [row.uuid])
        }
        switch supply.take(amount) {
        case nil:
            stocks[index].supply = supply
            return ClassOfProvider(provider: row.id, resourceClass: classRow)
        case .constraints:
            throw PlacementError.constraintsViolated(
                resourceClass: resourceClass, provider: row.uuid)
        case .capacity:
            throw PlacementError.capacityExceeded(resourceClass: resourceClass, provider: row.uuid)
        }
    }
}
