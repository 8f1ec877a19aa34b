// SPDX-License-Identifier: Apache-2.0

import JSON

extension KeystoneAuthentication {
    /// The body of `POST /v3/auth/tokens`.
    ///
    /// Source: keystoneauth1 5 `identity/v3/base.py`, `Auth.get_auth_ref`.
    var body: [UInt8] {
        var identity: Object = ["methods": [.string(methodName)]]
        identity[methodName] = methodMembers
        var auth: Object = ["identity": .object(identity)]
        auth["scope"] = scope.value
        return Value.object(["auth": .object(auth)]).encoded
    }

    private var methodName: String {
        switch method {
        case .password: "password"
        case .applicationCredential, .namedApplicationCredential: "application_credential"
        case .token: "token"
        }
    }

    private var methodMembers: Value {
        switch method {
        case .password(let user, let password):
            var members = user.members
            members["password"] = .string(password)
            return ["user": .object(members)]
        case .applicationCredential(let id, let secret):
            return ["secret": .string(secret), "id": .string(id)]
        case .namedApplicationCredential(let name, let user, let secret):
            return [
                "secret": .string(secret), "name": .string(name), "user": .object(user.members),
            ]
        case .token(let token):
            return ["id": .string(token)]
        }
    }
}

extension KeystoneAuthentication.Scope {
    /// The member `scope`, `nil` where the token's default is meant.
    fileprivate var value: Value? {
        switch self {
        case .project(let project): ["project": .object(project.members)]
        case .domain(let domain): ["domain": domain.value]
        case .trust(let id): ["OS-TRUST:trust": ["id": .string(id)]]
        case .system: ["system": ["all": true]]
        case .none: nil
        }
    }
}

extension KeystoneAuthentication.Name {
    fileprivate var members: Object {
        switch self {
        case .id(let id): return ["id": .string(id)]
        case .name(let name, let domain):
            var members: Object = ["name": .string(name)]
            members["domain"] = domain?.value
            return members
        }
    }
}

extension KeystoneAuthentication.Domain {
    fileprivate var value: Value {
        switch self {
        case .id(let id): ["id": .string(id)]
        case .name(let name): ["name": .string(name)]
        }
    }
}
