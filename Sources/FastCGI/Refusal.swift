// SPDX-License-Identifier: Apache-2.0

package import Gateway

/// Why the responder itself answers a request.
package enum Refusal: Error, Sendable {
    /// The variables are larger than ``Limits/maximumParameterBytes``.
    case parametersTooLarge
    /// The body is larger than ``Limits/maximumBodyBytes``.
    case bodyTooLarge
    /// The body ended before `CONTENT_LENGTH`: acting on half a request would be worse than not.
    case bodyIncomplete
    /// Too many large requests arrive at the same time.
    case overloaded

    package var status: Status {
        switch self {
        case .parametersTooLarge: .requestHeaderFieldsTooLarge
        case .bodyTooLarge: .contentTooLarge
        case .bodyIncomplete: .badRequest
        case .overloaded: .serviceUnavailable
        }
    }

    /// A sentence for the client.
    package var detail: String {
        switch self {
        case .parametersTooLarge: "The request's headers and target are too large."
        case .bodyTooLarge: "The request's body is too large."
        case .bodyIncomplete: "The request's body ended before its Content-Length."
        case .overloaded: "Too many large requests are arriving. Try again later."
        }
    }

    /// An answer in plain text, for a responder that is told nothing else.
    package static func plainText(_ refusal: Refusal, _ environ: Environ) -> Response {
        let body = Array((refusal.detail + "\n").utf8)
        var response = Response(refusal.status, body: body)
        response.headers.add("Content-Type", "text/plain; charset=UTF-8")
        response.headers.add("Content-Length", String(body.count))
        return response
    }
}
