// SPDX-License-Identifier: Apache-2.0

package import Gateway

/// Refuses requests of which the authentication layer does not know who sent them.
///
/// That layer refuses most of them itself; with `delay_auth_decision` it leaves them to this one.
///
/// Source: reference `placement/auth.py`, `PlacementKeystoneContext`.
package struct CallerRequired: Middleware {
    package init() {}

    package func handle(
        _ request: Request, next: (Request) throws -> Response
    ) throws -> Response {
        let isRoot = request.path == "/" || request.path.isEmpty
        guard isRoot || request.caller?.userID != nil else {
            return ErrorPage(.unauthorized).response(to: request)
        }
        return try next(request)
    }
}
