// SPDX-License-Identifier: Apache-2.0

import Gateway

extension Environ {
    /// Removes the headers by which an authentication layer tells who the caller is.
    ///
    /// A web server makes the same variable of `X-Roles` and `X_Roles`, so both spellings go.
    /// Source: keystonemiddleware 13 `auth_token/_request.py`, `remove_auth_headers`.
    mutating func removeIdentityHeaders() {
        removeAll { $0.isIdentityVariable }
    }
}

extension String {
    /// Most variables are told by their first letters, which is cheaper than hashing them all.
    fileprivate var isIdentityVariable: Bool {
        (hasPrefix("HTTP_X_") || hasPrefix("HTTP_OPENSTACK_")) && identityVariables.contains(self)
    }
}

private let identityVariables: Set<String> = {
    var headers = [
        "X-Service-Catalog", "X-Identity-Status", "X-Service-Identity-Status",
        "X-Is-Admin-Project", "OpenStack-System-Scope",
        // The names of old.
        "X-Role", "X-User", "X-Tenant", "X-Tenant-Id", "X-Tenant-Name",
    ]
    for prefix in ["X", "X-Service"] {
        for name in [
            "Domain-Id", "Domain-Name", "Project-Id", "Project-Name", "Project-Domain-Id",
            "Project-Domain-Name", "User-Id", "User-Name", "User-Domain-Id", "User-Domain-Name",
            "Roles",
        ] {
            headers.append("\(prefix)-\(name)")
        }
    }
    return Set(headers.map(Environ.variable(ofHeader:)))
}()
