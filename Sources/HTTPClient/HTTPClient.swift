// SPDX-License-Identifier: Apache-2.0

import CCurl
import Synchronization

/// Sends requests one at a time on the thread that asks, over connections that are kept.
///
/// Any number of threads may use a client at once; each request takes a handle with its open
/// connections from a pool, and puts it back.
package final class HTTPClient: Sendable {
    /// Limits, and what to trust.
    package struct Settings: Sendable {
        /// How long a connection may take.
        package var connectTimeout: Duration = .seconds(10)
        /// How long the whole request may take, redirects included.
        package var timeout: Duration = .seconds(60)
        /// How large the body of an answer may be.
        package var responseLimitBytes = 8 << 20
        /// How many redirects are followed.
        package var redirectLimit = 30
        /// A file of certificates to trust instead of the system's.
        package var caFile: String?
        /// Whether any certificate of a server is accepted.
        package var isInsecure = false
        /// The certificate to show to servers, and its key if that is another file.
        package var certificateFile: String?
        package var keyFile: String?
        package var userAgent = "placement"

        package init() {}
    }

    /// How many handles wait with open connections for the next request.
    private static let idleLimit = 64
    /// libcurl wants to be set up once, before its first use in any thread.
    private static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    private let settings: Settings
    private let idle = Mutex<[CurlHandle]>([])

    package init(_ settings: Settings = Settings()) {
        self.settings = settings
    }

    deinit {
        for handle in idle.withLock({ $0 }) { handle.close() }
    }

    /// Sends a request and waits for the whole answer, whatever its status.
    ///
    /// - Throws: ``HTTPError`` if there is no answer within the limits.
    package func send(_ request: HTTPRequest) throws(HTTPError) -> HTTPResponse {
        guard HTTPClient.isReady, let handle = idle.withLock({ $0.popLast() }) ?? CurlHandle()
        else { throw HTTPError(.other, "libcurl cannot be set up") }
        defer { giveBack(handle) }
        return try handle.send(request, settings)
    }

    private func giveBack(_ handle: CurlHandle) {
        let isKept = idle.withLock { idle in
            guard idle.count < HTTPClient.idleLimit else { return false }
            idle.append(handle)
            return true
        }
        if !isKept { handle.close() }
    }
}
