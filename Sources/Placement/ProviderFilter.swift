// SPDX-License-Identifier: Apache-2.0

/// Which resource providers a list shall hold: those to which every part applies.
package struct ProviderFilter: Equatable, Sendable {
    package var name: String?
    package var uuid: String?
    /// A provider of the tree that the others have to be in.
    package var inTree: String?
    /// The aggregates and traits that a provider must and must not have.
    package var membership = AggregateFilter()
    package var traits = TraitFilter()
    /// The amounts that must be free, each class once.
    package var resources: [ResourceAmount] = []

    package init() {}
}

/// An amount of one resource class.
package struct ResourceAmount: Equatable, Sendable {
    package let resourceClass: String
    /// What is too large for the type counts as `Int.max`, which no inventory has.
    package let amount: Int

    package init(_ resourceClass: String, _ amount: Int) {
        self.resourceClass = resourceClass
        self.amount = amount
    }
}

/// Aggregates that a provider must and must not be in, as `member_of` names them.
package struct AggregateFilter: Equatable, Sendable {
    /// Of each group the provider must be in at least one aggregate.
    package var required: [[String]] = []
    /// Aggregates in none of which the provider may be.
    package var forbidden: [String] = []

    package init() {}
}

/// Traits that a provider must and must not have, as `required` names them.
package struct TraitFilter: Equatable, Sendable {
    /// Of each group the provider must have at least one trait.
    package var required: [[String]] = []
    /// Traits of which the provider may have none.
    package var forbidden: [String] = []

    package init() {}
}
