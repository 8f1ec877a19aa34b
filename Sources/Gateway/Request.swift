// SPDX-License-Identifier: Apache-2.0

/// A request, as the layers of the pipeline read it and add to it.
package struct Request: Sendable {
    /// The variables of the web server, after the layers outside removed or mended some.
    package var environ: Environ
    package let body: [UInt8]

    /// The identifier that the answer, the log and error bodies carry: `req-` and a UUID.
    package var id: String?
    /// The identifier that the caller sent for a chain of requests.
    package var globalID: String?
    /// Who asks; `nil` until the authentication layer set it, and for `GET /` without a token.
    package var caller: Caller?
    /// How long it took to arrive, from its first byte to its last, in nanoseconds.
    package var arrivalNanoseconds = 0
    /// Where the time goes; `nil` where nobody wants to know.
    package var phases: PhaseTimes?

    package init(environ: Environ, body: [UInt8] = []) {
        self.environ = environ
        self.body = body
    }

    /// The method, in the letters that the client sent.
    package var method: String { environ["REQUEST_METHOD"] ?? "GET" }
    /// Where the service is mounted, empty at the root; links and `Location` begin with it.
    package var scriptName: String { environ["SCRIPT_NAME"] ?? "" }
    /// The path behind the mount, percent-decoded, one character a byte.
    package var path: String { environ["PATH_INFO"] ?? "" }
    /// The query string as sent, percent-encoded.
    package var queryString: String { environ["QUERY_STRING"] ?? "" }
    /// The `Accept` header; the request log layer sets it to JSON where it is absent or `*/*`.
    package var accept: String { environ["HTTP_ACCEPT"] ?? "" }
    /// The media type of the body with its parameters; empty if there is none.
    package var contentType: String { environ["CONTENT_TYPE"] ?? "" }
}
