// SPDX-License-Identifier: Apache-2.0

import FastCGI
import Gateway
import POSIX

/// A responder on a socket in a folder of its own, stopped at the end of a test.
final class RunningResponder: Sendable {
    let directory: TemporaryDirectory
    let responder: Responder
    let address: SocketAddress
    let reports = Condition<[String]>([])
    private let thread: Thread
    private let outcome: Condition<Bool?>

    init(
        limits: Limits = Limits(),
        application: @escaping @Sendable (Request) -> Response = RunningResponder.echo
    ) throws {
        directory = try TemporaryDirectory()
        let path = directory.path + "/socket"
        let listener = try Listener.open(.unix(path: path))
        let responder = try Responder(
            listeners: [listener], limits: limits,
            report: { [reports] line in reports.update { $0.append(line) } },
            application: application)
        let outcome = Condition<Bool?>(nil)
        thread = try Thread(name: "responder") {
            do {
                let isDrained = try responder.run()
                outcome.update { $0 = isDrained }
            } catch {
                outcome.update { $0 = false }
            }
        }
        address = try SocketAddress(path: path)
        self.responder = responder
        self.outcome = outcome
    }

    /// Answers method, path and body.
    static let echo: @Sendable (Request) -> Response = { request in
        Response(.ok, body: Array("\(request.method) \(request.path) ".utf8) + request.body)
    }

    func connect() throws -> WebServer {
        try WebServer(address)
    }

    /// Waits for the end of `run()`; `nil` if it does not come.
    func waitForEnd() -> Bool? {
        outcome.wait(atMost: .seconds(60)) { $0 }
    }

    deinit {
        responder.stop()
        _ = outcome.wait(atMost: .seconds(60)) { $0 }
        thread.join()
    }
}
