// SPDX-License-Identifier: Apache-2.0

import Gateway

/// Stands in for the request log and noauth2 until these layers land.
struct Interim: Middleware {
    func handle(_ request: Request, next: (Request) throws -> Response) throws -> Response {
        var request = request
        request.id = "req-00000000-0000-4000-8000-000000000000"
        if request.accept.isEmpty || request.accept == "*/*" {
            request.environ["HTTP_ACCEPT"] = "application/json"
        }
        var response: Response
        if request.path == "/" || request.path.isEmpty {
            response = try next(request)
        } else if let token = request.environ.header("x-auth-token") {
            let parts = token.split(separator: ":", maxSplits: 1).map(String.init)
            let user = parts.first ?? ""
            let roles = request.environ.header("x-roles") ?? (user == "admin" ? "admin" : "")
            request.caller = Caller(
                userID: user, projectID: parts.last ?? user,
                roles: roles.split(separator: ",").map(String.init))
            response = try next(request)
        } else {
            response = Response(.unauthorized)
        }
        response.headers.add("x-openstack-request-id", request.id ?? "")
        return response
    }
}
