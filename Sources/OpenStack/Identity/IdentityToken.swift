// SPDX-License-Identifier: Apache-2.0

import Calendar
import Gateway
import JSON
import POSIX

/// What Keystone says about a token that it accepts.
final class IdentityToken: Sendable {
    /// The user, project and roles, as the rest of the service knows them.
    let caller: Caller
    let expires: WallTime
    /// What an application credential may be used for, `nil` where there is no such limit.
    let accessRules: [AccessRule]?
    /// The types of the services in the token's catalog, `nil` without a catalog.
    let serviceTypes: Set<String>?
    /// The endpoints of the identity service in the token's catalog.
    let identityEndpoints: [IdentityEndpoint]

    /// Reads the answer to `GET` or `POST /v3/auth/tokens`.
    ///
    /// Source: keystoneauth1 5 `access/access.py`, `AccessInfoV3`.
    ///
    /// - Throws: ``KeystoneError/malformed(_:)`` for what is no token, or one without a user or an
    ///   expiry.
    init(parsing body: [UInt8]) throws(KeystoneError) {
        guard let document = try? Value(parsing: body), let token = document["token"]?.object else {
            // Why it is no JSON would say nothing to an operator that this does not.
            throw .malformed("no token in its answer")
        }
        guard let userID = token["user"]?["id"]?.string else {
            throw .malformed("a token without a user")
        }
        guard let expires = token["expires_at"]?.string.flatMap(WallTime.init(iso8601:)) else {
            throw .malformed("a token without an expiry")
        }
        self.expires = expires
        caller = Caller(
            userID: userID, projectID: token["project"]?["id"]?.string,
            roles: token["roles"]?.array?.compactMap { $0["name"]?.string } ?? [],
            userDomainID: token["user"]?["domain"]?["id"]?.string,
            projectDomainID: token["project"]?["domain"]?["id"]?.string,
            domainID: token["domain"]?["id"]?.string,
            systemScope: token["system"]?["all"]?.bool == true ? "all" : nil,
            isAdminProject: token["is_admin_project"]?.bool ?? true)
        let catalog = token["catalog"]?.array
        serviceTypes = catalog.map { Set($0.compactMap { $0["type"]?.string }) }
        identityEndpoints =
            catalog?.filter { $0["type"]?.string == "identity" }
            .flatMap { $0["endpoints"]?.array ?? [] }.compactMap(IdentityEndpoint.init) ?? []
        accessRules = token["application_credential"]?["access_rules"]?.array?.map(AccessRule.init)
    }

    /// Whether the token is of no use any more at that time.
    func isExpired(at now: WallTime) -> Bool {
        expires < now
    }
}

/// An address of the identity service in a catalog.
struct IdentityEndpoint: Equatable, Sendable {
    let url: String
    let interface: String
    let region: String?

    fileprivate init?(_ endpoint: Value) {
        guard let url = endpoint["url"]?.string, let interface = endpoint["interface"]?.string
        else {
            return nil
        }
        self.url = url
        self.interface = interface
        region = endpoint["region_id"]?.string ?? endpoint["region"]?.string
    }
}

/// Why Keystone gave no verdict on a token.
enum KeystoneError: Error, Equatable, CustomStringConvertible {
    /// There is no connection, or no answer in time.
    case unreachable(String)
    /// It is slow, and as many requests wait for it as may.
    case busy
    /// An answer with a status that says nothing about the token.
    case status(Int, String)
    /// An answer that makes no sense.
    case malformed(String)
    /// Keystone does not accept the service itself: neither its password nor its token.
    case ownTokenRefused
    /// The service was not told how to authenticate, or where.
    case misconfigured(String)

    var description: String {
        switch self {
        case .unreachable(let reason): "Keystone cannot be reached: \(reason)"
        case .busy: "Keystone is slow, and too many requests wait for it already"
        case .status(let status, let request): "Keystone answers \(request) with \(status)"
        case .malformed(let reason): "Keystone's answer makes no sense: \(reason)"
        case .ownTokenRefused: "Keystone refuses the service's own password or token"
        case .misconfigured(let reason): reason
        }
    }
}

extension WallTime {
    /// Reads `2026-01-31T23:59:59.000000Z`; the zone may also be `+01:00`, or missing for UTC.
    init?(iso8601 text: String) {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= bytes.count else { return nil }
            let digits = bytes[range]
            guard digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
            return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 61,
            [bytes[4], bytes[7], bytes[13], bytes[16]] == Array("--::".utf8),
            bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " ")
        else { return nil }
        var index = 19
        var nanoseconds = 0
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            let digits = bytes[(index + 1)...].prefix { $0 >= 0x30 && $0 <= 0x39 }
            guard !digits.isEmpty else { return nil }
            nanoseconds = (0..<9).reduce(0) { sum, place in
                sum * 10 + (place < digits.count ? Int(digits[index + 1 + place] - 0x30) : 0)
            }
            index += 1 + digits.count
        }
        var offset = 0
        switch String(decoding: bytes[index...], as: UTF8.self) {
        case "", "Z": break
        default:
            guard bytes.count == index + 6, bytes[index + 3] == UInt8(ascii: ":"),
                let hours = number(index + 1..<index + 3),
                let minutes = number(index + 4..<index + 6),
                bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-")
            else { return nil }
            offset = (hours * 60 + minutes) * (bytes[index] == UInt8(ascii: "-") ? -60 : 60)
        }
        let days = CivilDate(year: year, month: month, day: day).daysSince1970
        let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offset
        self.init(seconds: Int64(seconds), nanoseconds: nanoseconds)
    }
}
