// SPDX-License-Identifier: Apache-2.0

import Placement
import SQL

/// The write of a set of claims: all is read first, then checked, then written.
///
/// Each provider, each class of a provider and each owner is read once, however many claims name
/// it, so that a request of hundreds of consumers stays linear.
struct AllocationReplacement {
    let store: Store
    let moment: Value
    /// What the request asks of providers.
    var demand = Demand()
    private var holders: [Holder] = []
    private var entries: [Entry] = []
    /// What the consumers of the request hold now and give back.
    private var released: [ClassOfProvider: Int] = [:]
    /// The owner of the consumer before, as most requests name one for all.
    private var lastOwner: (claim: Claim, rows: OwnerRows)?

    /// A claim, with its consumer and what that holds now.
    private struct Holder {
        let claim: Claim
        let row: ConsumerRow?
        var held: [HeldRow] = []
    }

    /// An allocation to be written: an amount of one of the demand's stocks.
    private struct Entry {
        let consumer: String
        let stock: Int
        let amount: Int
    }

    init(_ store: Store) {
        self.store = store
        moment = .text(store.now.text)
    }

    // MARK: Reading

    /// Looks up the consumers, what they hold, and the providers of the claims.
    ///
    /// - Returns: `nil`, or the refusal after which new consumers were left behind.
    mutating func read(_ claims: [Claim]) throws -> PlacementError? {
        holders.reserveCapacity(claims.count)
        for claim in claims {
            let row = try store.consumerRow(uuid: claim.consumer)
            guard claim.generation.matches(row?.consumer.generation) else {
                throw PlacementError.consumerGenerationConflict(
                    actual: row?.consumer.generation, given: claim.generation.text)
            }
            holders.append(Holder(claim: claim, row: row))
        }
        for index in holders.indices {
            holders[index].held = try giveBack(ofConsumer: holders[index].claim.consumer)
            guard let uuid = try note(holders[index]) else { continue }
            for holder in holders where holder.row == nil {
                try addConsumer(holder, generation: 0)
            }
            return .claimedProviderNotFound(uuid: uuid)
        }
        return nil
    }

    private mutating func giveBack(ofConsumer uuid: String) throws -> [HeldRow] {
        let rows = try store.heldRows(ofConsumer: uuid)
        for row in rows {
            let key = ClassOfProvider(provider: row.provider.id, resourceClass: row.resourceClass)
            released[key, default: 0] &+= row.used
        }
        return rows
    }

    /// Notes what a claim asks of which provider, or the providers that an empty claim leaves.
    ///
    /// - Returns: the UUID of a provider that is not there, else `nil`.
    private mutating func note(_ holder: Holder) throws -> String? {
        for share in holder.claim.shares {
            guard let provider = try demand.provider(uuid: share.provider, in: store) else {
                return share.provider
            }
            demand.providers[provider].isClaimed = true
            for resource in share.resources {
                let stock = demand.stock(of: resource.resourceClass, at: provider)
                entries.append(
                    Entry(
                        consumer: holder.claim.consumer, stock: stock, amount: resource.amount))
            }
        }
        if holder.claim.shares.isEmpty {
            for row in holder.held {
                demand.providers[demand.provider(row.provider)].isClaimed = true
                demand.classesGivenUp.insert(row.resourceClass)
            }
        }
        return nil
    }

    // MARK: Checking and writing

    /// Checks the amounts against what the providers have, and writes allocations, generations
    /// and consumers.
    mutating func write() throws {
        try demand.readSupplies(of: store, released: released)
        let rows = try entries.map { entry in
            AllocationRow(
                place: try demand.take(entry.amount, ofStock: entry.stock),
                consumer: entry.consumer, used: entry.amount)
        }
        for holder in holders where !holder.held.isEmpty {
            try store.removeAllocationRows(ofConsumer: holder.claim.consumer)
        }
        try store.add(rows, at: moment)
        for provider in demand.providers where provider.isClaimed {
            try store.bumpGeneration(of: provider.row, at: moment)
        }
        for holder in holders {
            try settle(holder)
        }
    }

    /// Counts a consumer's generation up, or makes or removes the consumer.
    private mutating func settle(_ holder: Holder) throws {
        let isEmptied = holder.claim.shares.isEmpty && !holder.held.isEmpty
        switch holder.row {
        case nil where isEmptied:
            return
        case nil:
            try addConsumer(holder, generation: holder.claim.shares.isEmpty ? 0 : 1)
        case let row? where isEmptied:
            try store.remove(row)
        case let row?:
            try keep(row, as: holder.claim)
        }
    }

    private mutating func keep(_ row: ConsumerRow, as claim: Claim) throws {
        let isOwned = row.consumer.isOwned(asIn: claim)
        switch (isOwned, claim.shares.isEmpty) {
        case (true, true):
            return
        case (true, false):
            try store.bumpGeneration(of: row, at: moment)
        case (false, let isEmpty):
            var owner = try ownerRows(of: claim)
            owner.type = owner.type ?? row.typeRow
            try store.move(
                row, to: owner, generation: row.consumer.generation &+ (isEmpty ? 0 : 1),
                at: moment)
        }
    }

    private mutating func addConsumer(_ holder: Holder, generation: Int) throws {
        try store.addConsumer(
            uuid: holder.claim.consumer, owner: ownerRows(of: holder.claim),
            generation: generation, at: moment)
    }

    /// The rows of the project, the user and the type of a claim, made if need be.
    private mutating func ownerRows(of claim: Claim) throws -> OwnerRows {
        if let lastOwner, lastOwner.claim.hasSameOwner(as: claim) { return lastOwner.rows }
        let rows = try store.ownerRows(
            project: claim.projectID, user: claim.userID, type: claim.consumerType)
        lastOwner = (claim, rows)
        return rows
    }
}
