// SPDX-License-Identifier: Apache-2.0

/// One thing that an application can do, whatever its parameters.
package struct Operation: Hashable, Sendable {
    /// The method, such as `GET`.
    package let method: String
    /// The path with its parameters in braces: `/traits/{name}`.
    package let route: String

    package init(method: String, route: String) {
        self.method = method
        self.route = route
    }
}
