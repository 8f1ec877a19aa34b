// SPDX-License-Identifier: Apache-2.0

// A program around the responder and nothing else, for the functional tests and for measuring.
//
//     fastcgi-trial LISTEN|inherited [THREADS]
//
// GET /hello answers two words, /bytes/N answers N bytes, /pause/MS waits before it answers,
// /environ shows the variables, and any other request gets its body back. The header `X-Trial`
// chooses as the first word of the path does.

import FastCGI
import Gateway
import POSIX

let words = Process.arguments
var limits = Limits()
if words.count > 1, let threads = Int(words[1]) { limits.threads = threads }

func listeners() throws -> [Listener] {
    if words.first == "inherited" { return try Listener.inherited() }
    guard let address = words.first.flatMap(ListenAddress.init) else {
        throw Listener.Failure(description: "usage: fastcgi-trial LISTEN|inherited [THREADS]")
    }
    return [try Listener.open(address, access: SocketFile.Access(mode: 0o666))]
}

func answer(_ request: Request) -> Response {
    let words = request.path.split(separator: "/")
    let number = words.dropFirst().first.flatMap { Int($0) } ?? 0
    var body = request.body
    switch request.environ["HTTP_X_TRIAL"] ?? words.first.map(String.init) {
    case "hello": body = Array("hello, world\n".utf8)
    case "bytes": body = [UInt8](repeating: UInt8(ascii: "x"), count: number)
    case "pause": Thread.sleep(.milliseconds(number))
    case "environ":
        let names = request.environ.names.sorted()
        body = names.flatMap { Array("\($0)=\(request.environ[$0] ?? "")\n".utf8) }
    default: break
    }
    var response = Response(.ok, body: body)
    response.headers.add("Content-Type", "text/plain")
    response.headers.add("Content-Length", String(body.count))
    return response
}

do {
    let watch = SignalWatch([.terminate, .interrupt])
    let listeners = try listeners()
    let responder = try Responder(
        listeners: listeners, limits: limits,
        report: { StandardStream.error.writeLine($0) }, application: answer)
    try watch.start { _ in
        if !responder.stop() { Process.exit(1) }
    }
    _ = try responder.run {
        let places = listeners.map(\.address.description).joined(separator: " ")
        StandardStream.output.writeLine("ready on \(places)")
    }
} catch {
    StandardStream.error.writeLine("fastcgi-trial: \(error)")
    Process.exit(1)
}
