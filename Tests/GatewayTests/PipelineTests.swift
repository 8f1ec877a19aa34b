// SPDX-License-Identifier: Apache-2.0

import Gateway
import Testing

private struct Mark: Middleware {
    let name: String

    func handle(_ request: Request, next: (Request) throws -> Response) throws -> Response {
        var request = request
        request.environ["TRACE"] = (request.environ["TRACE"] ?? "") + name
        var response = try next(request)
        response.headers.add("trace", name)
        return response
    }
}

private struct Stop: Middleware {
    func handle(_ request: Request, next: (Request) throws -> Response) throws -> Response {
        Response(.unauthorized)
    }
}

@Suite struct PipelineTests {
    @Test func `requests go inwards and responses outwards`() throws {
        let pipeline = Pipeline([Mark(name: "a"), Mark(name: "b")]) { request in
            Response(.ok, body: Array((request.environ["TRACE"] ?? "").utf8))
        }
        let response = try pipeline.answer(Request(environ: Environ([:])))
        #expect(String(decoding: response.body, as: UTF8.self) == "ab")
        #expect(response.headers.lines.map(\.value) == ["b", "a"])
    }

    @Test func `a layer may answer by itself`() throws {
        let pipeline = Pipeline([Stop()]) { _ in Response(.ok) }
        #expect(try pipeline.answer(Request(environ: Environ([:]))).status == .unauthorized)
    }

    @Test func `header names are compared without regard to case`() {
        var headers = Headers()
        headers.add("Vary", "a")
        headers.set("VARY", "b")
        #expect(headers.lines.count == 1)
        #expect(headers["vary"] == "b")
        #expect(Environ(["HTTP_X_ROLES": "r"]).header("x-roles") == "r")
    }
}
