// SPDX-License-Identifier: Apache-2.0

import HTTPClient
import JSON
import POSIX

/// Asks the servers of `http:` and `https:` checks.
///
/// Source: oslo.policy 6 `oslo_policy/_external.py`.
package struct RemotePolicy: Sendable {
    /// The options `remote_*` of `[oslo_policy]`.
    package struct Settings: Sendable {
        /// Whether questions are sent as JSON instead of a form.
        package var sendsJSON = false
        /// Whether the certificates of `https:` servers are checked.
        package var verifiesServer = false
        package var caFile: String?
        package var certificateFile: String?
        package var keyFile: String?
        package var timeout: Duration = .seconds(60)

        package init() {}
    }

    private let settings: Settings
    private let send: @Sendable (HTTPRequest) throws(HTTPError) -> HTTPResponse

    /// Sets up a client with the options' certificates and limits.
    package init(_ settings: Settings) {
        var client = HTTPClient.Settings()
        client.timeout = settings.timeout
        client.connectTimeout = settings.timeout
        client.isInsecure = !settings.verifiesServer
        client.caFile = settings.verifiesServer ? settings.caFile : nil
        client.certificateFile = settings.certificateFile
        client.keyFile = settings.keyFile
        self.init(settings, send: HTTPClient(client).send)
    }

    init(
        _ settings: Settings,
        send: @escaping @Sendable (HTTPRequest) throws(HTTPError) -> HTTPResponse
    ) {
        self.settings = settings
        self.send = send
    }

    /// Whether the server answers exactly `True`, with or without quotes around it.
    ///
    /// - Throws: ``PolicyError/remote(url:reason:)`` if there is no answer, or a certificate file
    ///   cannot be read.
    package func ask(_ question: RemoteQuestion) throws(PolicyError) -> Bool {
        if question.url.hasPrefix("https:") { try checkFiles(for: question) }
        let rule = Value.string(question.rule)
        let target = Value.object(question.target)
        let credentials = Value.object(question.credentials)
        let body: [UInt8]
        if settings.sendsJSON {
            body =
                Value.object(["rule": rule, "target": target, "credentials": credentials]).encoded
        } else {
            let fields = [("rule", rule), ("target", target), ("credentials", credentials)]
            body = Array(
                fields.map { "\($0)=" + formEncoded($1.encoded) }.joined(separator: "&").utf8)
        }
        let type = settings.sendsJSON ? "application/json" : "application/x-www-form-urlencoded"
        let answer: HTTPResponse
        do throws(HTTPError) {
            answer = try send(
                HTTPRequest("POST", question.url, headers: [("Content-Type", type)], body: body))
        } catch {
            throw .remote(url: question.url, reason: error.reason)
        }
        var text = answer.body[...]
        while text.first == UInt8(ascii: "\"") { text.removeFirst() }
        while text.last == UInt8(ascii: "\"") { text.removeLast() }
        return text.elementsEqual("True".utf8)
    }

    private func checkFiles(for question: RemoteQuestion) throws(PolicyError) {
        var files = [settings.certificateFile, settings.keyFile]
        if settings.verifiesServer { files.append(settings.caFile) }
        for case let file? in files where !File.isReadable(file) {
            throw .remote(url: question.url, reason: "\(file) cannot be read")
        }
    }
}

/// Writes bytes as the value of a form's field (WHATWG URL, application/x-www-form-urlencoded).
private func formEncoded(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var encoded: [UInt8] = []
    for byte in bytes {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: encoded.append(byte)
        case 0x20: encoded.append(UInt8(ascii: "+"))
        default: encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
        }
    }
    return String(decoding: encoded, as: UTF8.self)
}
