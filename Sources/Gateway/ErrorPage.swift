// SPDX-License-Identifier: Apache-2.0

/// The page that tells a client why a request failed, as the reference words it.
///
/// The client's `Accept` decides between HTML, JSON and plain text; where nothing or `*/*` is
/// asked for, the request log layer has put JSON there.
///
/// Source: WebOb 1.8 `webob/exc.py`, `WSGIHTTPException.generate_response`.
package struct ErrorPage: Equatable, Sendable {
    package let status: Status
    /// What went wrong, behind the sentence that explains the status.
    package let detail: String

    package init(_ status: Status, _ detail: String = "") {
        self.status = status
        self.detail = detail
    }

    /// The whole answer.
    ///
    /// - Parameters:
    ///   - request: what is answered; its `Accept` and method count.
    ///   - json: makes the JSON body of the message: the sentence that explains the status and
    ///     the detail, with WebOb's `<br />` tags between them.
    /// - Returns: the answer, with its content type.
    package func response(to request: Request, json: (String) -> [UInt8]) -> Response {
        guard request.method != "HEAD" else {
            var response = Response(status)
            response.headers.add("Content-Type", "text/html; charset=UTF-8")
            return response
        }
        var response: Response
        let type: String
        switch ErrorPage.mediaType(for: request) {
        case "text/html":
            type = "text/html; charset=UTF-8"
            response = Response(status, body: Array(html(for: request).utf8))
        case "application/json":
            type = "application/json"
            response = Response(status, body: json(message(for: request) { $0 }))
        default:
            type = "text/plain; charset=UTF-8"
            let text = ErrorPage.withoutTags(message(for: request) { $0 })
            response = Response(
                status, body: Array("\(status.rawValue) \(status.phrase)\n\n\(text)".utf8))
        }
        response.headers.add("Content-Type", type)
        return response
    }

    /// The text as a line of words: line breaks become blanks, `<br>` a line break, other tags go.
    ///
    /// Source: WebOb 1.8 `webob/exc.py`, `strip_tags`.
    package static func withoutTags(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x3C || $0 == 0x2D }) else {
            return text
        }
        var unbroken: [UInt8] = []
        for byte in text.utf8 where byte != 0x0D {
            unbroken.append(byte == 0x0A ? 0x20 : byte)
        }
        let breaks = replacingTags(in: unbroken, startingWith: Array("<br".utf8), by: [0x0A])
        let comments = removing(
            [Array("<!--".utf8), Array("-->".utf8)], from: breaks)
        return String(
            decoding: replacingTags(in: comments, startingWith: [0x3C], by: []), as: UTF8.self)
    }

    private static func mediaType(for request: Request) -> String? {
        let accept = request.accept
        if accept == "application/json" { return accept }
        return Accept(accept).best(of: ["text/html", "application/json"])
    }

    private func message(for request: Request, escape: (String) -> String) -> String {
        let detail = escape(detail)
        switch status {
        case .methodNotAllowed:
            return "The method \(escape(request.method)) is not allowed for this resource. "
                + "<br /><br />\n\(detail)"
        case .notAcceptable:
            return "The resource could not be generated that was acceptable to your browser\n"
                + "(content of type \(escape(request.accept)). <br /><br />\n\(detail)"
        case .unsupportedMediaType:
            let type = request.contentType.isEmpty ? "None" : request.contentType
            return "The request media type \(escape(type)) is not supported by this server.\n"
                + "<br /><br />\n\(detail)"
        default:
            return "\(status.explanation)<br /><br />\n\(detail)\n\n"
        }
    }

    private func html(for request: Request) -> String {
        let title = "\(status.rawValue) \(status.phrase)"
        return """
            <html>
             <head>
              <title>\(title)</title>
             </head>
             <body>
              <h1>\(title)</h1>
              \(message(for: request, escape: ErrorPage.escapedForHTML))
             </body>
            </html>
            """
    }

    private static func escapedForHTML(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#x27;"
            case _ where !scalar.isASCII: escaped += "&#\(scalar.value);"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Replaces each shortest run from `start` to the next `>`.
    private static func replacingTags(
        in text: [UInt8], startingWith start: [UInt8], by replacement: [UInt8]
    ) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < text.count {
            guard has(start, in: text, at: index) else {
                result.append(text[index])
                index += 1
                continue
            }
            guard let end = text[(index + start.count)...].firstIndex(of: 0x3E) else {
                // No later tag has an end either: looking again would cost the square of a text
                // that a client made up.
                result += text[index...]
                break
            }
            result += replacement
            index = end + 1
        }
        return result
    }

    private static func removing(_ words: [[UInt8]], from text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < text.count {
            if let word = words.first(where: { has($0, in: text, at: index) }) {
                index += word.count
            } else {
                result.append(text[index])
                index += 1
            }
        }
        return result
    }

    private static func has(_ word: [UInt8], in text: [UInt8], at index: Int) -> Bool {
        text[index] == word[0] && index + word.count <= text.count
            && zip(word, text[index...]).allSatisfy { $0 == $1.asciiLowercased }
    }
}

extension Status {
    /// The sentence that stands first on an error page.
    ///
    /// Source: WebOb 1.8 `webob/exc.py`, `explanation` of each class, with single blanks.
    fileprivate var explanation: String {
        switch rawValue {
        case 401:
            "This server could not verify that you are authorized to access the document you "
                + "requested. Either you supplied the wrong credentials (e.g., bad password), or "
                + "your browser does not understand how to supply the credentials required."
        case 403: "Access was denied to this resource."
        case 404: "The resource could not be found."
        case 409: "There was a conflict when trying to complete your request."
        case 413: "The body of your request was too large for this server."
        case 503: "The server is currently unavailable. Please try again at a later time."
        case 500...:
            "The server has either erred or is incapable of performing the requested operation."
        default:
            "The server could not comply with the request since it is either malformed or "
                + "otherwise incorrect."
        }
    }
}
