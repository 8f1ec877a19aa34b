// SPDX-License-Identifier: Apache-2.0

package import Gateway
package import HTTPClient
import JSON
import POSIX
import Synchronization

/// Lets requests pass whose token Keystone accepts, and tells the layers behind who the caller is.
///
/// Source: keystonemiddleware 13 `auth_token/__init__.py`; reference `placement/auth.py`,
/// `PlacementAuthProtocol`.
package struct KeystoneMiddleware: Middleware {
    /// What became of the tokens that came so far.
    package let statistics: TokenStatistics
    private let settings: KeystoneSettings
    private let validator: TokenValidator
    private let report: @Sendable (Notice) -> Void

    /// Sets up the connection; Keystone is asked first when the first token comes.
    ///
    /// - Parameters:
    ///   - settings: The options of `[keystone_authtoken]`.
    ///   - http: How Keystone's server is reached and trusted.
    ///   - report: Is told what belongs into the log, never a token.
    package init(
        _ settings: KeystoneSettings, http: HTTPClient.Settings,
        report: @escaping @Sendable (Notice) -> Void
    ) {
        let client = KeystoneClient(settings, send: HTTPClient(http).send)
        self.init(settings, client, now: { .now }, report: report)
        for text in settings.doubts { report(Notice(.warning, text)) }
    }

    init(
        _ settings: KeystoneSettings, _ client: KeystoneClient,
        now: @escaping @Sendable () -> WallTime, report: @escaping @Sendable (Notice) -> Void
    ) {
        self.settings = settings
        self.report = report
        validator = TokenValidator(settings, client, now: now)
        statistics = validator.statistics
    }

    package func handle(
        _ request: Request, next: (Request) throws -> Response
    ) throws -> Response {
        var request = request
        request.environ.removeIdentityHeaders()
        request.caller = nil
        let path = request.path
        guard path != "/", !path.isEmpty else { return try next(request) }
        do throws(KeystoneError) {
            request.caller = try request.phases.measure(.authentication) {
                () throws(KeystoneError) in try caller(of: request)
            }
        } catch {
            report(Notice(.error, "a token cannot be validated: \(error)"))
            guard settings.delaysDecision else {
                return unavailable(to: request)
            }
        }
        guard request.caller != nil || settings.delaysDecision else {
            report(Notice(.info, "a request without a valid token is refused"))
            return refusal
        }
        var response = try next(request)
        response.caller = request.caller
        if response.status == .unauthorized { addChallenge(to: &response) }
        return response
    }

    /// Who sent a request, `nil` for a request that must not pass.
    private func caller(of request: Request) throws(KeystoneError) -> Caller? {
        // The names as variables, since making those of the headers' names costs more than the rest.
        let user = request.environ["HTTP_X_AUTH_TOKEN"] ?? request.environ["HTTP_X_STORAGE_TOKEN"]
        let service = try serviceToken(of: request)
        var isServiceAccepted = true
        if let service, !service.isAccepted {
            report(Notice(.info, "a service token is not valid"))
            isServiceAccepted = false
        }
        guard let user, !user.isEmpty,
            let token = try validator.token(user, allowsExpired: service?.allowsExpired ?? false),
            mayBeUsed(token, for: request, withServiceToken: service?.isAccepted ?? false),
            isServiceAccepted || settings.delaysDecision
        else { return nil }
        return Caller(token.caller, through: isServiceAccepted ? service?.token?.caller : nil)
    }

    /// The token of a service that passes on a user's request.
    private struct ServiceToken {
        /// What Keystone says, `nil` if it refuses the token.
        let token: IdentityToken?
        let isAccepted: Bool
        /// Whether the user's token may have expired meanwhile.
        let allowsExpired: Bool
    }

    private func serviceToken(of request: Request) throws(KeystoneError) -> ServiceToken? {
        guard let text = request.environ["HTTP_X_SERVICE_TOKEN"], !text.isEmpty else {
            return nil
        }
        let refused = ServiceToken(token: nil, isAccepted: false, allowsExpired: false)
        let token: IdentityToken?
        do throws(KeystoneError) {
            token = try validator.token(text, allowsExpired: false)
        } catch {
            guard settings.delaysDecision else { throw error }
            report(Notice(.error, "a service token cannot be validated: \(error)"))
            return refused
        }
        guard let token else { return refused }
        let hasRole = !settings.serviceRoles.isDisjoint(with: token.caller.roles)
        return ServiceToken(
            token: token, isAccepted: hasRole || !settings.requiresServiceRoles,
            allowsExpired: hasRole)
    }

    /// Whether the access rules of an application credential allow a request.
    ///
    /// Source: keystonemiddleware 13 `BaseAuthProtocol.validate_allowed_request`.
    private func mayBeUsed(
        _ token: IdentityToken, for request: Request, withServiceToken: Bool
    ) -> Bool {
        guard let rules = token.accessRules else { return true }
        guard let type = settings.serviceType else {
            report(
                Notice(
                    .warning,
                    "a token with access rules is refused; [keystone_authtoken] service_type is "
                        + "not set"))
            return false
        }
        guard token.serviceTypes?.contains(type) == true else {
            report(
                Notice(
                    .warning,
                    "a token with access rules is refused; its catalog has no service \(type)"))
            return false
        }
        // A request in a chain is not one that the user made.
        guard !withServiceToken else { return true }
        let path = (request.scriptName + request.path).percentEncodedPath
        return rules.contains {
            $0.allows(method: request.method, path: path, serviceType: type)
        }
    }

    private func unavailable(to request: Request) -> Response {
        let page = ErrorPage(
            .serviceUnavailable, "The Keystone service is temporarily unavailable.")
        var response = page.response(to: request)
        response.headers.add("Retry-After", String(KeystoneClient.awayPeriod.components.seconds))
        return response
    }

    private var refusal: Response {
        let message = "The request you have made requires authentication."
        let body: Value = [
            "error": ["code": 401, "title": "Unauthorized", "message": .string(message)]
        ]
        var response = Response(.unauthorized, body: body.encoded)
        response.headers.add("Content-Type", "application/json")
        addChallenge(to: &response)
        return response
    }

    private func addChallenge(to response: inout Response) {
        let url = settings.publicURL ?? settings.authentication?.url ?? ""
        response.headers.add("WWW-Authenticate", "Keystone uri=\"\(url)\"")
    }
}

extension String {
    /// A path of Latin-1 characters, one a byte, as WebOb quotes it.
    ///
    /// Source: WebOb 1.8 `webob/request.py`, `PATH_SAFE`.
    fileprivate var percentEncodedPath: String {
        let digits = Array("0123456789ABCDEF".utf8)
        var path: [UInt8] = []
        for scalar in unicodeScalars {
            let byte = UInt8(truncatingIfNeeded: scalar.value)
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: path.append(byte)
            case _ where "-._~!$&'()*+,;=:@/".utf8.contains(byte): path.append(byte)
            default: path += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
            }
        }
        return String(decoding: path, as: UTF8.self)
    }
}
