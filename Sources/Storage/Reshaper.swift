// SPDX-License-Identifier: Apache-2.0

package import Placement

extension Store {
    /// Replaces the inventories of providers and moves consumers' allocations along.
    ///
    /// Inventory cannot go while it is in use, and nothing can be claimed before there is inventory
    /// of it, so the change has three steps. First each provider gets its new inventories beside
    /// those that it shall lose; then the claims are written as by ``write(_:)``; then what is
    /// superfluous goes. In between a provider may be over its capacity; in the end it must not be
    /// fuller than it was.
    ///
    /// Each step counts generations up: a provider's by one for the first step, unless it shall
    /// have no inventory at all, by one if a claim names it, and by one for the last step, even if
    /// nothing changed. A consumer's by one, as by any claim. All inventories that stay are
    /// rewritten, so that their `updated_at` is the moment of the request.
    ///
    /// - Returns: `nil`, or the refusal that leaves new consumers behind, as of ``write(_:)``.
    /// - Throws: ``PlacementError`` for a refusal that leaves nothing behind, in this order: providers
    ///   of inventories that are not there or changed meanwhile, consumers that changed, classes
    ///   that are not known, amounts that do not fit, inventory in use.
    ///
    /// Source: reference `placement/objects/reshaper.py`, `placement/handlers/reshaper.py`.
    package func reshape(_ inventories: [Reshape], _ claims: [Claim]) throws -> PlacementError? {
        var providers = try inventories.map(provider(of:))
        var replacement = AllocationReplacement(self)
        if let refusal = try replacement.read(claims) { return refusal }
        for (index, reshape) in inventories.enumerated() where !reshape.inventories.isEmpty {
            try setInventories(
                reshape.inventories + superfluous(of: providers[index], reshape),
                of: &providers[index])
            replacement.demand.setGeneration(providers[index])
        }
        try replacement.write()
        for (index, reshape) in inventories.enumerated() {
            if replacement.demand.isClaimed(providers[index].uuid) {
                providers[index].generation &+= 1
            }
            try setInventories(reshape.inventories, of: &providers[index])
        }
        return nil
    }

    private func provider(of reshape: Reshape) throws -> ResourceProvider {
        let provider: ResourceProvider
        do {
            provider = try resourceProvider(uuid: reshape.provider)
        } catch PlacementError.resourceProviderNotFound {
            throw PlacementError.reshapedProviderNotFound(uuid: reshape.provider)
        }
        guard provider.generation == reshape.generation else {
            throw PlacementError.reshapedProviderGenerationConflict(
                uuid: provider.uuid, actual: provider.generation, given: reshape.generationText)
        }
        return provider
    }

    /// The inventories that a provider has and shall lose.
    private func superfluous(
        of provider: ResourceProvider, _ reshape: Reshape
    ) throws -> [ClassInventory] {
        let wanted = Set(reshape.inventories.map(\.resourceClass))
        return try inventories(of: provider).filter { !wanted.contains($0.resourceClass) }
    }
}
