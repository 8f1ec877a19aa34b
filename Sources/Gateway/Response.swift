// SPDX-License-Identifier: Apache-2.0

/// The answer to a request.
package struct Response: Equatable, Sendable {
    package var status: Status
    package var headers = Headers()
    package var body: [UInt8]
    /// The API version that the request was answered in, for the request log; never sent.
    package var apiVersion: String?
    /// Who asked, as the authentication layer found out, for the request log; never sent.
    package var caller: Caller?
    /// What the application did, for those who count; `nil` where it found nothing to do.
    package var operation: Operation?

    package init(_ status: Status, body: [UInt8] = []) {
        self.status = status
        self.body = body
    }
}
