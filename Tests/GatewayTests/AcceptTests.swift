// SPDX-License-Identifier: Apache-2.0

import Gateway
import Testing

@Suite struct AcceptTests {
    private let offers = ["text/html", "application/json"]

    @Test(arguments: [
        ("text/html", "text/html"),
        ("application/json", "application/json"),
        ("*/*", "text/html"),
        ("application/*", "application/json"),
        ("text/html;q=0.5, application/json", "application/json"),
        ("text/html;q=0.5, application/json;q=0.4", "text/html"),
        ("*/*;q=0.1, application/json;q=0", "text/html"),
        ("text/html;q=0, */*", "application/json"),
        ("TEXT/HTML", "text/html"),
        ("text/html;level=1, application/json;q=0.2", "application/json"),
        (",application/json", "application/json"),
        ("application/json ; q=1.000 ; x=\"a,b\"", "application/json"),
    ])
    func `the best offer wins`(header: String, best: String) {
        #expect(Accept(header).best(of: offers) == best)
    }

    @Test(arguments: ["text/plain", "application/json;q=0", "application/json;q=0.000"])
    func `nothing is offered to who takes none of it`(header: String) {
        #expect(Accept(header).best(of: offers) == nil)
        #expect(Accept(header).isStated)
    }

    @Test(arguments: [
        "json", "text/html;q=2", "text/html;q=0.1234", "text/html,, a", "text/html, ",
        "text/html;q", "text/html;level", "text/html;x=\"open", "text/ html",
    ])
    func `a malformed header takes everything and states nothing`(header: String) {
        #expect(Accept(header).best(of: offers) == "text/html")
        #expect(!Accept(header).isStated)
    }

    @Test func `an empty header states nothing`() {
        #expect(!Accept("").isStated)
    }
}
