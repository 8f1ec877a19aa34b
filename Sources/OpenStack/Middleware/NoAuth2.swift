// SPDX-License-Identifier: Apache-2.0

package import Gateway

/// Believes whatever callers say about themselves; for tests only.
///
/// The token is the user's name, or `user:project`. Roles come from `X-Roles`; without it the user
/// `admin` has the role `admin`, and others have none.
///
/// Source: reference `placement/auth.py`, `NoAuthMiddleware` and `PlacementKeystoneContext`;
/// oslo.context `RequestContext.from_environ` for the other headers.
package struct NoAuth2: Middleware {
    package init() {}

    package func handle(
        _ request: Request, next: (Request) throws -> Response
    ) throws -> Response {
        // An empty path is the root of a service that is mounted somewhere; the reference wants a
        // token there.
        if request.path == "/" || request.path.isEmpty { return try next(request) }
        guard let token = request.environ.header("X-Auth-Token") else {
            return ErrorPage(.unauthorized).response(to: request)
        }
        var request = request
        request.caller = NoAuth2.caller(of: request, token: token)
        var response = try next(request)
        response.caller = request.caller
        return response
    }

    private static func caller(of request: Request, token: String) -> Caller {
        func header(_ names: String...) -> String? {
            names.lazy.compactMap { request.environ.header($0) }.first
        }
        let halves = token.unicodeScalars.split(
            separator: ":", maxSplits: 1, omittingEmptySubsequences: false
        ).map { String($0) }
        let user = halves[0]
        let systemScope = header("OpenStack-System-Scope")
        var projectID: String?
        if systemScope == nil || systemScope == "" {
            let project = halves.count == 2 && !halves[1].isEmpty ? halves[1] : user
            projectID = header("X-Project-Id") ?? project
        } else {
            projectID = header("X-Project-Id", "X-Tenant-Id", "X-Tenant")
        }
        return Caller(
            userID: user, projectID: projectID,
            roles: header("X-Roles").map(names) ?? (user == "admin" ? ["admin"] : []),
            userDomainID: header("X-User-Domain-Id"),
            projectDomainID: header("X-Project-Domain-Id"), domainID: header("X-Domain-Id"),
            systemScope: systemScope,
            isAdminProject: header("X-Is-Admin-Project").map { $0.lowercased() == "true" } ?? true,
            serviceUserID: header("X-Service-User-Id"),
            serviceProjectID: header("X-Service-Project-Id"),
            serviceRoles: header("X-Service-Roles").map(names) ?? [])
    }

    private static func names(_ list: String) -> [String] {
        guard !list.isEmpty else { return [] }
        return list.parts(separatedBy: ",").map { $0.trimmingPythonWhitespace() }
    }
}
