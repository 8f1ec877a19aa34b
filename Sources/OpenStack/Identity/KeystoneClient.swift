// SPDX-License-Identifier: Apache-2.0

import HTTPClient
import JSON
import POSIX
import Synchronization

/// Asks Keystone about tokens, with a token of its own that is fetched and renewed as needed.
///
/// Source: keystonemiddleware 13 `auth_token/_identity.py`; keystoneauth1 5 `session.py` and
/// `identity/`.
final class KeystoneClient: Sendable {
    typealias Send = @Sendable (HTTPRequest) throws(HTTPError) -> HTTPResponse

    /// The own token is renewed when it has less than this left.
    private static let renewalSeconds: Int64 = 120
    /// For how long after a failed connection requests try once instead of again and again.
    static let awayPeriod: Duration = .seconds(5)
    /// For how long tries are begun; the web server in front gives up after a minute.
    private static let retryPeriod: Duration = .seconds(30)

    private struct OwnToken {
        let text: String
        let expires: WallTime
        /// The version 3 of the identity service that the token's catalog names.
        let url: String
    }

    private struct State {
        var own: OwnToken?
        var awayUntil: MonotonicTime?
    }

    private let settings: KeystoneSettings
    private let send: Send
    private let now: @Sendable () -> WallTime
    private let pause: @Sendable (Duration) -> Void
    private let state = Mutex(State())
    private let renewals = SingleFlight<OwnToken, KeystoneError>(waitingAtMost: .seconds(60))

    /// Makes a client that connects when it is first asked.
    ///
    /// - Parameters:
    ///   - settings: Where Keystone is, and who the service is.
    ///   - send: Sends one request.
    ///   - now: Tells the time.
    ///   - pause: Lets time pass before another try.
    init(
        _ settings: KeystoneSettings, send: @escaping Send,
        now: @escaping @Sendable () -> WallTime = { .now },
        pause: @escaping @Sendable (Duration) -> Void = letTimePass
    ) {
        self.settings = settings
        self.send = send
        self.now = now
        self.pause = pause
    }

    /// Asks about a token.
    ///
    /// - Parameters:
    ///   - token: The token as text without white space.
    ///   - allowsExpired: Whether a token may have expired, within Keystone's own limit.
    /// - Returns: What the token is good for, `nil` if Keystone does not accept it.
    /// - Throws: ``KeystoneError`` if there is no verdict.
    func validate(
        _ token: String, allowsExpired: Bool
    ) throws(KeystoneError) -> IdentityToken? {
        do throws(KeystoneError) {
            return try validateOnce(token, allowsExpired: allowsExpired)
        } catch {
            guard error == .ownTokenRefused else { throw error }
            return try validateOnce(token, allowsExpired: allowsExpired)
        }
    }

    /// Asks about a token, if need be a second time with a new token of the service's own.
    ///
    /// keystoneauth does that much, and keystonemiddleware all of it twice.
    private func validateOnce(
        _ token: String, allowsExpired: Bool
    ) throws(KeystoneError) -> IdentityToken? {
        var own = try ownToken()
        var response = try ask(about: token, own, allowsExpired: allowsExpired)
        if response.status == 401 {
            forget(own)
            own = try ownToken()
            response = try ask(about: token, own, allowsExpired: allowsExpired)
        }
        switch response.status {
        case 200: return try IdentityToken(parsing: response.body)
        case 404: return nil
        case 401: throw .ownTokenRefused
        case let status: throw .status(status, "GET /v3/auth/tokens")
        }
    }

    private func ask(
        about token: String, _ own: OwnToken, allowsExpired: Bool
    ) throws(KeystoneError) -> HTTPResponse {
        var flags: [String] = []
        if !settings.includesCatalog { flags.append("nocatalog") }
        if allowsExpired { flags.append("allow_expired=1") }
        let query = flags.isEmpty ? "" : "?" + flags.joined(separator: "&")
        let request = HTTPRequest(
            "GET", own.url + "/auth/tokens" + query,
            headers: [
                ("Accept", "application/json"), ("X-Auth-Token", own.text),
                ("X-Subject-Token", token), ("OpenStack-Identity-Access-Rules", "1"),
            ])
        var retries = isAway ? 0 : settings.connectionRetries
        var delay: Duration = .milliseconds(500)
        let end = MonotonicTime.now + KeystoneClient.retryPeriod
        while true {
            do throws(HTTPError) {
                return try send(request)
            } catch {
                // Another thread may have found out meanwhile that there is no hope.
                guard error.isTransient, retries > 0, !isAway, MonotonicTime.now < end
                else { throw noteAway(error) }
            }
            retries -= 1
            pause(delay)
            delay = min(delay * 2, .seconds(60))
        }
    }

    // MARK: The service's own token

    private func ownToken() throws(KeystoneError) -> OwnToken {
        var limit = now()
        limit.seconds += KeystoneClient.renewalSeconds
        if let own = state.withLock({ $0.own }), own.expires >= limit { return own }
        return try renewals.value(of: "", late: .unreachable("no answer in time")) {
            () throws(KeystoneError) in
            let own = try fetchOwnToken()
            state.withLock { $0.own = own }
            return own
        }
    }

    /// Drops a token that was refused, unless another thread has replaced it already.
    private func forget(_ own: OwnToken) {
        state.withLock { state in
            if state.own?.text == own.text { state.own = nil }
        }
    }

    private func fetchOwnToken() throws(KeystoneError) -> OwnToken {
        guard let authentication = settings.authentication else {
            throw .misconfigured("[keystone_authtoken] auth_type and auth_url are not set")
        }
        let url = try authenticationURL(authentication)
        let response: HTTPResponse
        do throws(HTTPError) {
            response = try send(
                HTTPRequest(
                    "POST", url + "/auth/tokens",
                    headers: [
                        ("Accept", "application/json"), ("Content-Type", "application/json"),
                    ], body: authentication.body))
        } catch {
            throw noteAway(error)
        }
        guard response.status != 401 else { throw .ownTokenRefused }
        guard response.status == 200 || response.status == 201 else {
            throw .status(response.status, "POST \(url)/auth/tokens")
        }
        guard let text = response["x-subject-token"], !text.isEmpty else {
            throw .malformed("no X-Subject-Token")
        }
        let token = try IdentityToken(parsing: response.body)
        return OwnToken(text: text, expires: token.expires, url: try identityURL(in: token))
    }

    private func authenticationURL(
        _ authentication: KeystoneAuthentication
    ) throws(KeystoneError) -> String {
        let url = authentication.url.withoutTrailingSlashes
        if authentication.discoversVersion, let found = try discover(url) { return found }
        return url.isVersion3 ? url : url + "/v3"
    }

    /// The endpoint of the identity service that the own token's catalog names.
    private func identityURL(in token: IdentityToken) throws(KeystoneError) -> String {
        var interface = settings.interface.lowercased()
        if interface.hasSuffix("url") { interface.removeLast(3) }
        let endpoint = token.identityEndpoints.first { endpoint in
            endpoint.interface == interface
                && (settings.regionName == nil || settings.regionName == endpoint.region)
        }
        guard let endpoint else {
            let region = settings.regionName.map { " in region \($0)" } ?? ""
            throw .misconfigured(
                "the catalog has no \(interface) endpoint of the identity service\(region)")
        }
        var url = endpoint.url.withoutTrailingSlashes
        if url.isVersion3 { return url }
        if url.hasSuffix("/v2.0") { url.removeLast("/v2.0".count) }
        return try discover(url) ?? url + "/v3"
    }

    // MARK: Discovery

    /// Where the version 3 is, as the document at `url` says; `nil` without such a document.
    ///
    /// Source: keystoneauth1 5 `discover.py`.
    private func discover(_ url: String) throws(KeystoneError) -> String? {
        let response: HTTPResponse
        do throws(HTTPError) {
            response = try send(
                HTTPRequest("GET", url, headers: [("Accept", "application/json")]))
        } catch {
            throw noteAway(error)
        }
        // Anything else than a document leaves the URL as the operator wrote it.
        guard response.status < 400, let document = try? Value(parsing: response.body) else {
            return nil
        }
        let versions =
            document["versions"]?["values"]?.array ?? document["versions"]?.array
            ?? document["version"].map { [$0] } ?? []
        for version in versions {
            guard version["id"]?.string?.hasPrefix("v3") == true,
                ["stable", "current", "supported", "deprecated"].contains(
                    version["status"]?.string?.lowercased() ?? ""),
                let link = version["links"]?.array?.first(where: { $0["rel"]?.string == "self" }),
                let found = link["href"]?.string
            else { continue }
            return found.absolute(from: url).withoutTrailingSlashes
        }
        return nil
    }

    // MARK: Keystone away

    private var isAway: Bool {
        let now = MonotonicTime.now
        return state.withLock { state in state.awayUntil.map { now < $0 } ?? false }
    }

    /// Remembers that the connection failed, so that workers do not all wait for retries.
    private func noteAway(_ error: HTTPError) -> KeystoneError {
        let until = MonotonicTime.now + KeystoneClient.awayPeriod
        state.withLock { $0.awayUntil = until }
        return .unreachable(error.reason)
    }
}

/// Lets time pass on this thread.
@Sendable private func letTimePass(_ duration: Duration) {
    Condition(()).wait(atMost: duration) { _ in Void?.none }
}

extension HTTPError {
    /// Whether another try may go better.
    fileprivate var isTransient: Bool { kind == .connection || kind == .timeout }
}

extension String {
    fileprivate var withoutTrailingSlashes: String {
        var text = self[...]
        while text.last == "/" { text.removeLast() }
        return String(text)
    }

    /// Whether the last part of a URL is the version 3, such as `v3` or `v3.14`.
    fileprivate var isVersion3: Bool {
        let last = split(separator: "/").last ?? ""
        return last == "v3" || last.hasPrefix("v3.")
    }

    /// The URL, which may be a path on the server of another URL, or stand below that URL.
    fileprivate func absolute(from base: String) -> String {
        if contains("://") { return self }
        guard hasPrefix("/") else { return "\(base)/\(self)" }
        let parts = base.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        return parts.prefix(3).joined(separator: "/") + self
    }
}
