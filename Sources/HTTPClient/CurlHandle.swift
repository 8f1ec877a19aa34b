// SPDX-License-Identifier: Apache-2.0

import CCurl

/// libcurl's easy handle: one request at a time, its connections stay open for the next.
///
/// Source: https://curl.se/libcurl/c/threadsafe.html; a handle may go from thread to thread as
/// long as one of them uses it at a time.
struct CurlHandle: Sendable {
    // Kept as a number because a pointer is not Sendable.
    private let address: UInt

    /// A new handle, `nil` without memory.
    init?() {
        guard let handle = curl_easy_init() else { return nil }
        address = UInt(bitPattern: handle)
    }

    /// Closes the connections; the handle must not be used any more.
    func close() {
        curl_easy_cleanup(pointer)
    }

    private var pointer: UnsafeMutableRawPointer {
        guard let pointer = UnsafeMutableRawPointer(bitPattern: address) else {
            preconditionFailure("the address came from libcurl")
        }
        return pointer
    }

    /// Sends a request and waits for the answer.
    func send(
        _ request: HTTPRequest, _ settings: HTTPClient.Settings
    ) throws(HTTPError) -> HTTPResponse {
        // Forgets all options of the last request, but not the connections.
        curl_easy_reset(pointer)
        let headers = try headerList(of: request)
        defer { curl_slist_free_all(headers) }
        let answer = Answer(limitBytes: settings.responseLimitBytes)
        let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: ccurl_error_size)
        errorText.initialize(repeating: 0, count: ccurl_error_size)
        defer { errorText.deallocate() }

        set(CURLOPT_ERRORBUFFER, errorText)
        set(CURLOPT_URL, request.url)
        set(CURLOPT_HTTPHEADER, headers)
        set(settings)
        let context = Unmanaged.passUnretained(answer).toOpaque()
        set(CURLOPT_WRITEDATA, context)
        set(CURLOPT_HEADERDATA, context)
        ccurl_set_callback(pointer, CURLOPT_WRITEFUNCTION) { data, size, count, context in
            Answer.from(context).takeBody(data, size * count)
        }
        ccurl_set_callback(pointer, CURLOPT_HEADERFUNCTION) { data, size, count, context in
            Answer.from(context).takeHeader(data, size * count)
        }

        let code = withExtendedLifetime(answer) {
            withBody(of: request) { curl_easy_perform(pointer) }
        }
        guard code == CURLE_OK else {
            throw HTTPError(code, String(cString: errorText), isTooLarge: answer.isTooLarge)
        }
        var status = 0
        ccurl_get_long(pointer, CURLINFO_RESPONSE_CODE, &status)
        return HTTPResponse(status: status, headers: answer.headers, body: answer.body)
    }

    private func set(_ settings: HTTPClient.Settings) {
        // Signals would hit any thread of the process.
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_CONNECTTIMEOUT_MS, settings.connectTimeout.milliseconds)
        set(CURLOPT_TIMEOUT_MS, settings.timeout.milliseconds)
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
        set(CURLOPT_FOLLOWLOCATION, settings.redirectLimit > 0 ? 1 : 0)
        set(CURLOPT_MAXREDIRS, settings.redirectLimit)
        set(CURLOPT_POSTREDIR, ccurl_redirect_keeps_post)
        set(CURLOPT_USERAGENT, settings.userAgent)
        set(CURLOPT_SSL_VERIFYPEER, settings.isInsecure ? 0 : 1)
        set(CURLOPT_SSL_VERIFYHOST, settings.isInsecure ? 0 : 2)
        if let file = settings.caFile { set(CURLOPT_CAINFO, file) }
        if let file = settings.certificateFile {
            set(CURLOPT_SSLCERT, file)
            set(CURLOPT_SSLKEY, settings.keyFile ?? file)
        }
    }

    /// Sets the method, and the body for as long as `send` runs.
    private func withBody(of request: HTTPRequest, send: () -> CURLcode) -> CURLcode {
        guard let body = request.body else {
            if request.method == "HEAD" {
                set(CURLOPT_NOBODY, 1)
            } else if request.method != "GET" {
                set(CURLOPT_CUSTOMREQUEST, request.method)
            }
            return send()
        }
        if request.method != "POST" { set(CURLOPT_CUSTOMREQUEST, request.method) }
        set(CURLOPT_POST, 1)
        set(CURLOPT_POSTFIELDSIZE, body.count)
        // An empty array may have no address, without which libcurl would ask a read function.
        var bytes = body + [0]
        return bytes.withUnsafeMutableBytes { buffer in
            set(CURLOPT_POSTFIELDS, buffer.baseAddress)
            return send()
        }
    }

    private func headerList(
        of request: HTTPRequest
    ) throws(HTTPError) -> UnsafeMutablePointer<curl_slist>? {
        // libcurl would wait up to a second for a server's leave to send a larger body.
        var lines = ["Expect:"]
        for (name, value) in request.headers {
            guard (name + value).utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
                throw HTTPError(.invalidRequest, "header \(name) has a control character")
            }
            // The form for a header without a value.
            lines.append(value.isEmpty ? "\(name);" : "\(name): \(value)")
        }
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = curl_slist_append(list, line) else {
                curl_slist_free_all(list)
                throw HTTPError(.other, "no memory for headers")
            }
            list = longer
        }
        return list
    }

    // Setting an option fails only where libcurl was built without it, and then the request
    // behaves as if it were not set; a certificate that cannot be used fails when connecting.

    private func set(_ option: CURLoption, _ value: Int) {
        ccurl_set_long(pointer, option, value)
    }

    private func set(_ option: CURLoption, _ value: String) {
        ccurl_set_string(pointer, option, value)
    }

    private func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer?) {
        ccurl_set_pointer(pointer, option, value)
    }
}

/// What arrived so far.
private final class Answer {
    private let limitBytes: Int
    private(set) var headers: [(name: String, value: String)] = []
    private(set) var body: [UInt8] = []
    private(set) var isTooLarge = false

    init(limitBytes: Int) {
        self.limitBytes = limitBytes
    }

    static func from(_ context: UnsafeMutableRawPointer?) -> Answer {
        guard let context else { preconditionFailure("libcurl hands back what it was given") }
        return Unmanaged<Answer>.fromOpaque(context).takeUnretainedValue()
    }

    /// Takes a part of the body; any other result than `count` ends the request.
    func takeBody(_ data: UnsafePointer<CChar>?, _ count: Int) -> Int {
        guard body.count + count <= limitBytes else {
            isTooLarge = true
            return 0
        }
        body.append(contentsOf: bytes(data, count))
        return count
    }

    /// Takes one line of the headers.
    func takeHeader(_ data: UnsafePointer<CChar>?, _ count: Int) -> Int {
        let line = String(decoding: bytes(data, count), as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            // What came before belongs to a redirect or to `100 Continue`.
            headers.removeAll()
            body.removeAll()
        } else if let colon = line.firstIndex(of: ":") {
            let value = line[line.index(after: colon)...]
                .drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
            headers.append((line[..<colon].lowercased(), String(value)))
        }
        return count
    }

    private func bytes(_ data: UnsafePointer<CChar>?, _ count: Int) -> [UInt8] {
        UnsafeBufferPointer(start: data, count: count).map { UInt8(bitPattern: $0) }
    }
}

extension HTTPError {
    fileprivate init(_ code: CURLcode, _ text: String, isTooLarge: Bool) {
        let reason = text.isEmpty ? String(cString: curl_easy_strerror(code)) : text
        switch code {
        case CURLE_OPERATION_TIMEDOUT: self.init(.timeout, reason)
        case CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY,
            CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE:
            self.init(.connection, reason)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CACERT_BADFILE:
            self.init(.certificate, reason)
        case CURLE_WRITE_ERROR where isTooLarge: self.init(.tooLarge, "the answer is too large")
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: self.init(.invalidRequest, reason)
        default: self.init(.other, reason)
        }
    }
}

extension Duration {
    /// Whole milliseconds, at least one and at most a day, which libcurl's long holds anywhere.
    fileprivate var milliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds < 86_400 else { return 86_400_000 }
        guard seconds >= 0, attoseconds >= 0 else { return 1 }
        return max(Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000), 1)
    }
}
