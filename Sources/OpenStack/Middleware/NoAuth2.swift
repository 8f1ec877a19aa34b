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
        guard let token = request.environ["HTTP_X_AUTH_TOKEN"] else {
            return ErrorPage(.unauthorized).response(to: request)
        }
        var request = request
        request.caller = NoAuth2.caller(of: request, token: token)
        var response = try next(request)
        response.caller = request.caller
        return response
    }

    private static func caller(of request: Request, token: String) -> Caller {
        // The names as variables, since making those of the headers' names costs more than the rest.
        let environ = request.environ
        let halves = token.unicodeScalars.split(
            separator: ":", maxSplits: 1, omittingEmptySubsequences: false
        ).map { String($0) }
        let user = halves[0]
        let systemScope = environ["HTTP_OPENSTACK_SYSTEM_SCOPE"]
        var projectID: String?
        if systemScope == nil || systemScope == "" {
            let project = halves.count == 2 && !halves[1].isEmpty ? halves[1] : user
            projectID = environ["HTTP_X_PROJECT_ID"] ?? project
        } else {
            projectID =
                environ["HTTP_X_PROJECT_ID"] ?? environ["HTTP_X_TENANT_ID"]
                ?? environ["HTTP_X_TENANT"]
        }
        return Caller(
            userID: user, projectID: projectID,
            roles: environ["HTTP_X_ROLES"].map(names) ?? (user == "admin" ? ["admin"] : []),
            userDomainID: environ["HTTP_X_USER_DOMAIN_ID"],
            projectDomainID: environ["HTTP_X_PROJECT_DOMAIN_ID"],
            domainID: environ["HTTP_X_DOMAIN_ID"],
            systemScope: systemScope,
            isAdminProject: environ["HTTP_X_IS_ADMIN_PROJECT"].map { $0.lowercased() == "true" }
                ?? true,
            serviceUserID: environ["HTTP_X_SERVICE_USER_ID"],
            serviceProjectID: environ["HTTP_X_SERVICE_PROJECT_ID"],
            serviceRoles: environ["HTTP_X_SERVICE_ROLES"].map(names) ?? [])
    }

    private static func names(_ list: String) -> [String] {
        guard !list.isEmpty else { return [] }
        return list.parts(separatedBy: ",").map { $0.trimmingPythonWhitespace() }
    }
}
