// SPDX-License-Identifier: Apache-2.0

import Gateway

/// Finds the operation that a method and a path mean.
struct Router: Sendable {
    /// One path of the API with all its operations.
    private struct Resource: Sendable {
        let segments: [Substring]
        var routes: [Route]
        var allow: String

        /// The values of the parameters if `path` is one of this resource's, else `nil`.
        func parameters(of path: [Substring]) -> [String: String]? {
            guard path.count == segments.count else { return nil }
            var parameters: [String: String] = [:]
            for (segment, value) in zip(segments, path) {
                if segment.first == "{" {
                    guard !value.isEmpty else { return nil }
                    parameters[String(segment.dropFirst().dropLast())] = String(value)
                } else if segment != value {
                    return nil
                }
            }
            return parameters
        }
    }

    /// What was found for a request.
    struct Match {
        /// The operations of that path and method, one for each range of versions.
        let routes: [Route]
        let parameters: [String: String]
    }

    private let resources: [Resource]

    init(_ routes: [Route]) {
        var resources: [Resource] = []
        for route in routes {
            let segments = Router.segments(of: route.path)
            if let index = resources.firstIndex(where: { $0.segments == segments }) {
                if !resources[index].routes.contains(where: { $0.method == route.method }) {
                    resources[index].allow += ", \(route.method)"
                }
                resources[index].routes.append(route)
            } else {
                resources.append(
                    Resource(segments: segments, routes: [route], allow: route.method))
            }
        }
        self.resources = resources
    }

    /// The operations for a request.
    ///
    /// - Throws: ``APIError`` 404 for an unknown path, 405 for a method that it does not have.
    func match(method: String, path: String) throws -> Match {
        let segments = Router.segments(of: path)
        for resource in resources {
            guard let parameters = resource.parameters(of: segments) else { continue }
            let routes = resource.routes.filter { $0.method == method }
            guard !routes.isEmpty else {
                var error = APIError(
                    .methodNotAllowed, "The method specified is not allowed for this resource.")
                error.allow = resource.allow
                throw error
            }
            return Match(routes: routes, parameters: parameters)
        }
        throw APIError.outsideHandler(.notFound)
    }

    private static func segments(of path: String) -> [Substring] {
        path.split(separator: "/", omittingEmptySubsequences: false)
    }
}
