// SPDX-License-Identifier: Apache-2.0

/// What answers a request.
package typealias Application = @Sendable (Request) throws -> Response

/// A layer around an application: it may change the request, the response, or answer itself.
package protocol Middleware: Sendable {
    func handle(_ request: Request, next: (Request) throws -> Response) throws -> Response
}

/// An application behind its layers.
package struct Pipeline: Sendable {
    private let layers: [any Middleware]
    private let application: Application

    /// Puts an application behind layers, listed from the outermost to the innermost.
    package init(_ layers: [any Middleware], application: @escaping Application) {
        self.layers = layers
        self.application = application
    }

    package func answer(_ request: Request) throws -> Response {
        try answer(request, from: 0)
    }

    private func answer(_ request: Request, from index: Int) throws -> Response {
        guard index < layers.count else { return try application(request) }
        return try layers[index].handle(request) { try answer($0, from: index + 1) }
    }
}
