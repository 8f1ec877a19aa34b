// SPDX-License-Identifier: Apache-2.0

import POSIX

/// Tokens that Keystone accepted a short while ago.
///
/// There are two halves: when the newer one is full it becomes the older one, which is forgotten.
/// So nothing is ever searched or sorted, and tokens in use stay, as each use moves them over.
final class TokenCache: Sendable {
    private struct Entry {
        let token: IdentityToken
        /// When it has to be asked for again; `nil` for never.
        let end: WallTime?

        func isFresh(at now: WallTime) -> Bool {
            guard let end else { return true }
            return now < end
        }
    }

    private struct Halves {
        var newer: [String: Entry] = [:]
        var older: [String: Entry] = [:]
    }

    private let lifetimeSeconds: Int
    private let halfLimit: Int
    private let statistics: TokenStatistics
    private let halves = Lock(Halves())

    /// Makes an empty cache.
    ///
    /// - Parameters:
    ///   - lifetimeSeconds: How long a token is remembered; below 0 not at all, 0 without end.
    ///   - limit: How many tokens are remembered at most.
    ///   - statistics: Is told how many there are.
    init(lifetimeSeconds: Int, limit: Int, statistics: TokenStatistics = TokenStatistics()) {
        self.lifetimeSeconds = lifetimeSeconds
        halfLimit = max(limit / 2, 1)
        self.statistics = statistics
    }

    /// What is remembered of a token, whether it has expired or not.
    func token(_ text: String, at now: WallTime) -> IdentityToken? {
        guard lifetimeSeconds >= 0 else { return nil }
        return halves.withLock { halves in
            if let entry = halves.newer[text] {
                if entry.isFresh(at: now) { return entry.token }
                halves.newer[text] = nil
                count(halves)
                return nil
            }
            guard let entry = halves.older.removeValue(forKey: text) else { return nil }
            guard entry.isFresh(at: now) else {
                count(halves)
                return nil
            }
            insert(entry, for: text, into: &halves)
            return entry.token
        }
    }

    /// Remembers a token that Keystone accepted just now.
    func remember(_ token: IdentityToken, as text: String, at now: WallTime) {
        guard lifetimeSeconds >= 0 else { return }
        var end: WallTime?
        if lifetimeSeconds > 0 {
            end = now
            end?.seconds &+= Int64(lifetimeSeconds)
        }
        let entry = Entry(token: token, end: end)
        halves.withLock { insert(entry, for: text, into: &$0) }
    }

    private func insert(_ entry: Entry, for text: String, into halves: inout Halves) {
        if halves.newer.count >= halfLimit {
            halves.older = halves.newer
            halves.newer = [:]
        }
        halves.newer[text] = entry
        count(halves)
    }

    private func count(_ halves: Halves) {
        statistics.setEntries(halves.newer.count + halves.older.count)
    }
}
