// SPDX-License-Identifier: Apache-2.0

package import Placement

extension Store {
    /// Gives consumers what their claims say, all of them or none.
    ///
    /// A consumer's old allocations are replaced, never changed, so that `created_at` of the new ones
    /// is the moment of its newest claim. In order:
    ///
    /// 1. Each consumer is looked up and its generation compared with the client's.
    /// 2. Each provider is looked up. If one is not there, the refusal is *returned*, so that the
    ///    transaction is committed: consumers that were not there stay behind at generation 0.
    /// 3. Each amount has to fit: see ``Supply``. Amounts of several consumers add up.
    /// 4. Allocations are written, and the generation of each provider named in a claim counted up
    ///    by one. A provider that a consumer leaves keeps its generation, unless the claim is empty:
    ///    then those that it leaves count up.
    /// 5. The generation of each consumer is counted up by one. One without allocations, that had
    ///    some before, is removed.
    ///
    /// On a database with one writer at a time nobody can come between the looks and the writes;
    /// the generations are in the statements all the same.
    ///
    /// - Returns: `nil`, or the refusal that leaves new consumers behind.
    /// - Throws: ``PlacementError`` for a refusal that leaves nothing behind.
    ///
    /// Source: reference `placement/objects/allocation.py`, `_set_allocations`.
    package func write(_ claims: [Claim]) throws -> PlacementError? {
        var replacement = AllocationReplacement(self)
        if let refusal = try replacement.read(claims) { return refusal }
        try replacement.write()
        return nil
    }
}
