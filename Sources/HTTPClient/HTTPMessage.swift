// SPDX-License-Identifier: Apache-2.0

/// A request to another server.
package struct HTTPRequest: Sendable {
    package var method: String
    /// An absolute URL, `http:` or `https:`.
    package var url: String
    /// Names and values in the order in which they are sent.
    package var headers: [(name: String, value: String)]
    /// What is sent behind the headers; `nil` for a request without a body.
    package var body: [UInt8]?

    package init(
        _ method: String, _ url: String, headers: [(name: String, value: String)] = [],
        body: [UInt8]? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// The answer of another server, the last one after redirects.
package struct HTTPResponse: Sendable {
    package let status: Int
    /// Names in small letters, values without the white space around them.
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]

    package init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The value of the first header of that name, which must be in small letters.
    package subscript(name: String) -> String? {
        headers.first { $0.name == name }?.value
    }
}

/// Why there is no answer.
package struct HTTPError: Error, Equatable, CustomStringConvertible {
    /// What a caller may want to tell apart.
    package enum Kind: Sendable {
        /// The server could not be reached, or the connection broke.
        case connection
        /// A limit of time was reached.
        case timeout
        /// The certificate of the server, or of ours, is not accepted.
        case certificate
        /// The answer is larger than the limit.
        case tooLarge
        /// The request cannot be sent as it is.
        case invalidRequest
        /// Anything else, such as an answer that is no HTTP.
        case other
    }

    package let kind: Kind
    /// What libcurl says, without the request's headers or body.
    package let reason: String

    package init(_ kind: Kind, _ reason: String) {
        self.kind = kind
        self.reason = reason
    }

    package var description: String { reason }
}
