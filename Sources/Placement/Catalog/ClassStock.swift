// SPDX-License-Identifier: Apache-2.0

/// What all providers together have of one resource class.
package struct ClassStock: Equatable, Sendable {
    /// The resource class's name.
    package let resourceClass: String
    /// The providers that have an inventory of the class.
    package fileprivate(set) var providers = 0
    /// The units that may be allocated in all.
    package fileprivate(set) var capacity = 0.0
    /// The units that consumers hold.
    package fileprivate(set) var used = 0.0
    /// The providers of which consumers hold more than they have.
    package fileprivate(set) var overCapacityProviders = 0
}

extension Catalog {
    /// How many resource providers there are.
    package var providerCount: Int { count }

    /// How many of them are the root of a tree, if only of one.
    package var rootCount: Int { count - nestedCount }

    /// What there is of each resource class of which there is anything, in the order of names.
    package var stockByClass: [ClassStock] {
        var sums: [Int32: ClassStock] = [:]
        for (name, id) in names.resourceClasses { sums[id] = ClassStock(resourceClass: name) }
        for page in pages {
            page.stock.forEach { resourceClass, stock in sums[resourceClass]?.add(stock) }
        }
        return sums.values.filter { $0.providers > 0 }
            .sorted { $0.resourceClass < $1.resourceClass }
    }
}

extension ClassStock {
    fileprivate mutating func add(_ stock: Stock) {
        providers += 1
        capacity += stock.capacity
        used += Double(stock.used)
        if stock.free < 0 { overCapacityProviders += 1 }
    }
}
