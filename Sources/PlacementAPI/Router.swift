// SPDX-License-Identifier: Apache-2.0

import Gateway

/// Finds the operation that a method and a path mean.
struct Router: Sendable {
    /// One path of the API with all its operations.
    private struct Resource: Sendable {
        let segments: [Substring]
        /// The operations, together for each method, in the order of the table.
        var methods: [(name: String, routes: [Route])] = []

        /// The methods, as the header `Allow` names them.
        var allow: String { methods.map(\.name).joined(separator: ", ") }

        /// Adds an operation.
        mutating func add(_ route: Route) {
            if let index = methods.firstIndex(where: { $0.name == route.method }) {
                methods[index].routes.append(route)
            } else {
                methods.append((route.method, [route]))
            }
        }

        func isPath(_ path: [Substring]) -> Bool {
            zip(segments, path).allSatisfy { segment, value in
                segment.isParameter ? !value.isEmpty : segment == value
            }
        }

        /// The values of the parameters in a path of this resource.
        func parameters(in path: [Substring]) -> [String: String] {
            var parameters: [String: String] = [:]
            for (segment, value) in zip(segments, path) where segment.isParameter {
                parameters[String(segment.dropFirst().dropLast())] = String(value)
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

    /// By the number of their segments.
    private let resources: [Int: [Resource]]

    init(_ routes: [Route]) {
        var resources: [Int: [Resource]] = [:]
        for route in routes {
            let segments = Router.segments(of: route.path)
            var equals = resources[segments.count] ?? []
            if !equals.contains(where: { $0.segments == segments }) {
                equals.append(Resource(segments: segments))
            }
            for index in equals.indices where equals[index].segments == segments {
                equals[index].add(route)
            }
            resources[segments.count] = equals
        }
        self.resources = resources
    }

    /// The operations for a request.
    ///
    /// - Throws: ``APIError`` 404 for an unknown path, 405 for a method that it does not have.
    func match(method: String, path: String) throws -> Match {
        let segments = Router.segments(of: path)
        guard let resource = resources[segments.count]?.first(where: { $0.isPath(segments) })
        else { throw APIError.outsideHandler(.notFound) }
        guard let routes = resource.methods.first(where: { $0.name == method })?.routes else {
            var error = APIError(
                .methodNotAllowed, "The method specified is not allowed for this resource.")
            error.allow = resource.allow
            throw error
        }
        return Match(routes: routes, parameters: resource.parameters(in: segments))
    }

    private static func segments(of path: String) -> [Substring] {
        path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map(Substring.init)
    }
}

extension Substring {
    /// Whether it stands for any text in a route: `{name}`.
    fileprivate var isParameter: Bool { utf8.first == UInt8(ascii: "{") }
}
