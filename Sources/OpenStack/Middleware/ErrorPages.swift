// SPDX-License-Identifier: Apache-2.0

package import Gateway
import JSON

extension ErrorPage {
    /// The whole answer of a layer in front of the API, whose JSON is WebOb's own and not the API's.
    ///
    /// Source: WebOb 1.8 `webob/exc.py`, `WSGIHTTPException.json_formatter`.
    package func response(to request: Request) -> Response {
        response(to: request) { message in
            var json = JSON.Writer()
            json.object { json in
                json.member("message", message)
                json.member("code", "\(status.rawValue) \(status.phrase)")
                json.member("title", status.phrase)
            }
            return json.bytes
        }
    }
}
