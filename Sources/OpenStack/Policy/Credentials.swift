// SPDX-License-Identifier: Apache-2.0

package import Gateway
package import JSON

/// What a rule may know about the caller: attributes by name.
package struct Credentials: Sendable {
    private enum Source {
        case caller(Caller)
        case attributes(Object)
    }

    private let source: Source

    /// The attributes of a caller.
    ///
    /// Source: oslo.context 6.5 `RequestContext.to_policy_values`; oslo.policy adds `system`.
    package init(_ caller: Caller) {
        source = .caller(caller)
    }

    /// Any attributes; `roles` should be a list of texts.
    package init(attributes: Object) {
        source = .attributes(attributes)
    }

    /// The scope of the caller's token, as rules name it.
    ///
    /// Source: oslo.policy 6 `Enforcer._enforce_scope`.
    package var scope: String {
        switch source {
        case .caller(let caller):
            if isSet(caller.systemScope) { return "system" }
            return isSet(caller.domainID) ? "domain" : "project"
        case .attributes(let attributes):
            if isSet(attributes["system_scope"]?.string) || isSet(attributes["system"]?.string) {
                return "system"
            }
            return isSet(attributes["domain_id"]?.string) ? "domain" : "project"
        }
    }

    /// Whether the caller has a role, in capitals or not.
    func hasRole(_ role: String) -> Bool {
        switch source {
        case .caller(let caller):
            caller.roles.contains { $0.isSameRole(as: role) }
        case .attributes(let attributes):
            attributes["roles"]?.array?.contains { $0.string?.isSameRole(as: role) ?? false }
                ?? false
        }
    }

    /// The value of an attribute, `nil` if there is none of that name.
    func attribute(_ name: String) -> Value? {
        switch source {
        case .caller(let caller): caller.attribute(name)
        case .attributes(let attributes):
            attributes[name]
                ?? (name == "system" && isSet(attributes["system_scope"]?.string)
                    ? attributes["system_scope"] : nil)
        }
    }

    /// All attributes, as another server is told them.
    var attributes: Object {
        switch source {
        case .attributes(let attributes): attributes
        case .caller(let caller):
            Object(
                Caller.attributeNames.compactMap { name in
                    caller.attribute(name).map { (name, $0) }
                })
        }
    }
}

extension Caller {
    fileprivate static let attributeNames = [
        "user_id", "user_domain_id", "system_scope", "domain_id", "project_id",
        "project_domain_id", "roles", "is_admin_project", "service_user_id",
        "service_user_domain_id", "service_project_id", "service_project_domain_id",
        "service_roles", "system",
    ]

    fileprivate func attribute(_ name: String) -> Value? {
        switch name {
        case "user_id": text(userID)
        case "user_domain_id": text(userDomainID)
        case "system_scope": text(systemScope)
        case "domain_id": text(domainID)
        case "project_id": text(projectID)
        case "project_domain_id": text(projectDomainID)
        case "roles": .array(roles.map(Value.string))
        case "is_admin_project": .bool(isAdminProject)
        case "service_user_id": text(serviceUserID)
        case "service_user_domain_id": text(serviceUserDomainID)
        case "service_project_id": text(serviceProjectID)
        case "service_project_domain_id": text(serviceProjectDomainID)
        case "service_roles": .array(serviceRoles.map(Value.string))
        case "system": isSet(systemScope) ? text(systemScope) : nil
        default: nil
        }
    }
}

private func text(_ value: String?) -> Value {
    value.map(Value.string) ?? .null
}

/// Whether Python would take the text for true.
private func isSet(_ value: String?) -> Bool {
    value?.isEmpty == false
}

extension String {
    /// Compares the names of roles: their case does not matter.
    fileprivate func isSameRole(as other: String) -> Bool {
        isEqualIgnoringCase(to: other)
            // Outside of ASCII more letters have a small form, perhaps of another length.
            || !(utf8.allSatisfy { $0 < 0x80 } && other.utf8.allSatisfy { $0 < 0x80 })
                && lowercased().isSameText(as: other.lowercased())
    }

    /// Compares code points, as Python does; Swift holds a letter with its accent apart for equal.
    func isSameText(as other: String) -> Bool {
        utf8.elementsEqual(other.utf8)
    }
}
