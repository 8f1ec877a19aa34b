// SPDX-License-Identifier: Apache-2.0

import POSIX

/// Knows which tokens are good: from memory, or by asking Keystone, once for all who ask at a time.
final class TokenValidator: Sendable {
    /// A longer token is refused unasked; Keystone's own are a few hundred characters.
    private static let lengthLimit = 8_192

    let statistics = TokenStatistics()
    private let client: KeystoneClient
    private let cache: TokenCache
    private let bulkhead: Bulkhead
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
        bulkhead = Bulkhead(limit: settings.waitingLimit, patience: settings.waitingPatience)
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
        // What is remembered was looked at when it first came.
        if let known = cache.token(header, at: now()) {
            statistics.countHit()
            return usable(known, allowsExpired: allowsExpired)
        }
        let text = header.trimmingPythonWhitespace()
        guard !text.isEmpty, text.utf8.count <= TokenValidator.lengthLimit,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        if text.utf8.count < header.utf8.count, let known = cache.token(text, at: now()) {
            statistics.countHit()
            return usable(known, allowsExpired: allowsExpired)
        }
        statistics.countMiss()
        let answer = try bulkhead.pass(full: .busy) { () throws(KeystoneError) in
            try flights.value(
                of: (allowsExpired ? "+" : "-") + text, late: .unreachable("no answer in time")
            ) { () throws(KeystoneError) in
                try ask(about: text, allowsExpired: allowsExpired)
            }
        }
        return answer.flatMap { usable($0, allowsExpired: allowsExpired) }
    }

    private func ask(
        about text: String, allowsExpired: Bool
    ) throws(KeystoneError) -> IdentityToken? {
        // Another request may have asked while this one waited for its turn.
        if let known = cache.token(text, at: now()) { return known }
        let token = try client.validate(text, allowsExpired: allowsExpired)
        if let token { cache.remember(token, as: text, at: now()) }
        return token
    }

    /// The token unless it has expired; it may be remembered from a request in which that was allowed.
    private func usable(_ token: IdentityToken, allowsExpired: Bool) -> IdentityToken? {
        allowsExpired || !token.isExpired(at: now()) ? token : nil
    }
}
