// SPDX-License-Identifier: Apache-2.0

import Gateway
import Testing

@Suite struct ErrorPageTests {
    private func request(_ method: String = "GET", accept: String) -> Request {
        Request(environ: Environ(["REQUEST_METHOD": method, "HTTP_ACCEPT": accept]))
    }

    private func text(_ response: Response) -> String {
        String(decoding: response.body, as: UTF8.self)
    }

    @Test func `JSON gets the message with the tags of WebOb`() {
        let response = ErrorPage(.conflict, "Gone <b>away</b>.")
            .response(to: request(accept: "application/json")) { Array($0.utf8) }
        #expect(response.headers["content-type"] == "application/json")
        #expect(
            text(response)
                == "There was a conflict when trying to complete your request.<br /><br />\n"
                + "Gone <b>away</b>.\n\n")
    }

    @Test func `HTML is escaped`() {
        let response = ErrorPage(.badRequest, "<é>")
            .response(to: request(accept: "text/html")) { _ in [] }
        #expect(response.headers["content-type"] == "text/html; charset=UTF-8")
        #expect(text(response).contains("&lt;&#233;&gt;"))
        #expect(text(response).hasPrefix("<html>\n <head>\n  <title>400 Bad Request</title>"))
    }

    @Test func `plain text has no tags`() {
        let response = ErrorPage(.notFound).response(to: request(accept: "text/plain")) { _ in [] }
        #expect(response.headers["content-type"] == "text/plain; charset=UTF-8")
        #expect(text(response) == "404 Not Found\n\nThe resource could not be found.\n\n   ")
    }

    @Test func `405 names the method`() {
        let response = ErrorPage(.methodNotAllowed, "No.")
            .response(to: request("PATCH", accept: "text/plain")) { _ in [] }
        #expect(
            text(response) == "405 Method Not Allowed\n\n"
                + "The method PATCH is not allowed for this resource. \n\n No.")
    }

    @Test func `HEAD gets no body`() {
        let response = ErrorPage(.notFound)
            .response(to: request("HEAD", accept: "application/json")) { _ in [1] }
        #expect(response.body.isEmpty)
        #expect(response.headers["content-type"] == "text/html; charset=UTF-8")
    }

    @Test(arguments: [
        ("a\r\nb", "a b"), ("a<br />b", "a\nb"), ("a<BR>b", "a\nb"), ("<i>x</i>", "x"),
        ("1 < 2", "1 < 2"), ("<!-- x -->", " x "), ("a > b", "a > b"),
    ])
    func `tags are taken out`(text: String, bare: String) {
        #expect(ErrorPage.withoutTags(text) == bare)
    }

    /// Searching for the end of each would take hours.
    @Test(arguments: ["<", "<br", "<!--<"])
    func `very many tags without an end are looked at once`(start: String) {
        let text = String(repeating: start, count: 100_000)
        let bare = start == "<!--<" ? String(repeating: "<", count: 100_000) : text
        #expect(ErrorPage.withoutTags(text) == bare)
        #expect(ErrorPage.withoutTags(text + ">").utf8.count <= 1)
    }
}
