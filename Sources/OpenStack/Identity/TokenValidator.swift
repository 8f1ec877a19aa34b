// SPDX-License-Identifier: Apache-2.0

import POSIX

/// Knows which tokens are good: from memory, or by asking Keystone, once for all who ask at a time.
final class TokenValidator: Sendable {
    /// A longer token is refused unasked; Keystone's own are a few hundred characters.
    private static let lengthLimit = 8_192

    let statistics = TokenStatistics()
    private let client: KeystoneClient
    private let cache: TokenCache
    private let flights = SingleFlight<IdentityToken?, KeystoneError>(waitingAtMost: .seconds(120))
    private let now: @Sendable () -> WallTime

    init(
        _ settings: KeystoneSettings, _ client: KeystoneClient,
        now: @escaping @Sendable () -> WallTime
    ) {
        self.client = client
        self.now = now
        cache = TokenCache(
            lifetimeSeconds: settings.cacheSeconds, limit: settings.cacheLimit,
            statistics: statistics)
    }

    /// What a token is good for, `nil` if it is not accepted.
    ///
    /// - Parameters:
    ///   - header: The token as it came, perhaps with white space around it.
    ///   - allowsExpired: Whether the token may have expired.
    /// - Returns: The token's facts.
    /// - Throws: ``KeystoneError`` if there is no verdict.
    func token(
        _ header: String, allowsExpired: Bool
    ) throws(KeystoneError) -> IdentityToken? {
        do throws(KeystoneError) {
            let token = try verdict(header, allowsExpired: allowsExpired)
            if token == nil { statistics.countRefusal() }
            return token
        } catch {
            statistics.countFailure()
            throw error
        }
    }

    private func verdict(
        _ header: String, allowsExpired: Bool
    ) throws(KeystoneError) -> IdentityToken? {
        let text = header.trimmingPythonWhitespace()
        guard !text.isEmpty, text.utf8.count <= TokenValidator.lengthLimit,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        let known: IdentityToken?
        if let cached = cache.token(text, at: now()) {
            statistics.countHit()
            known = cached
        } else {
            statistics.countMiss()
            known = try flights.value(
                of: (allowsExpired ? "+" : "-") + text, late: .unreachable("no answer in time")
            ) { () throws(KeystoneError) in
                let token = try client.validate(text, allowsExpired: allowsExpired)
                if let token { cache.remember(token, as: text, at: now()) }
                return token
            }
        }
        // An expired token may be remembered from a request in which it was allowed.
        guard let known, allowsExpired || !known.isExpired(at: now()) else { return nil }
        return known
    }
}
