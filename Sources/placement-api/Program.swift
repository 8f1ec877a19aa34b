// SPDX-License-Identifier: Apache-2.0

import FastCGI
import Gateway
import JSON
import OpenStack
import POSIX
import PlacementAPI
import SQLite

/// The service from its start to its end.
struct Program {
    private let configuration: Configuration
    private let service: Service
    private let enforcer: Enforcer

    /// Reads the configuration and opens the database.
    ///
    /// - Throws: what keeps the service from starting, as one line for the operator.
    init(arguments: [String]) throws {
        var arguments = arguments
        let inputs = try ConfigurationInputs(
            arguments: &arguments, program: "placement-api", environment: Process.environment)
        if let unknown = arguments.first { throw UsageError(word: unknown) }
        configuration = try Configuration(inputs)
        let enforcer = try Enforcer(
            defaults: policyDefaults, settings: Enforcer.Settings(configuration))
        self.enforcer = enforcer
        service = Service(
            database: try SQLite.Database.opened(by: configuration),
            settings: Settings(configuration),
            policy: { rule, caller, target in
                let members = target.map { ($0.key, JSON.Value.string($0.value)) }
                return try enforcer.allows(
                    rule.rawValue, to: caller, target: JSON.Object(members))
            },
            clock: { .now })
    }

    /// Serves until SIGTERM or SIGINT; what is in hand then is answered.
    ///
    /// - Returns: the exit status.
    func run() throws -> Int32 {
        Signal.block([.terminate, .interrupt])
        let listeners = try self.listeners()
        let pipeline = Pipeline(layers) { try service.answer($0) }
        let responder = try Responder(
            listeners: listeners, limits: Limits(configuration),
            report: { StandardStream.error.writeLine("placement-api: \($0)") },
            application: { request in
                do {
                    return try pipeline.answer(request)
                } catch {
                    preconditionFailure("an error got through the faults layer: \(error)")
                }
            })
        _ = try Thread(name: "signals") {
            while Signal.wait(for: [.terminate, .interrupt], atMost: .seconds(3600)) == nil {}
            responder.stop()
            while Signal.wait(for: [.terminate, .interrupt], atMost: .seconds(3600)) == nil {}
            Process.exit(1)
        }
        let isDrained = try responder.run {
            let places = listeners.map(\.address.description).joined(separator: " ")
            StandardStream.output.writeLine("placement-api: ready on \(places)")
        }
        return isDrained ? 0 : 1
    }

    private var layers: [any Middleware] {
        [
            Interim(),
            Faults { error, request in
                StandardStream.error.writeLine("\(request.id ?? "-"): \(error)")
            },
        ]
    }

    private func listeners() throws -> [Listener] {
        if let text = configuration[FastCGIOptions.listen] {
            guard let address = ListenAddress(text) else { throw ListenError(text: text) }
            return [try Listener.open(address, access: SocketFile.Access(configuration))]
        }
        let inherited = try Listener.inherited()
        guard inherited.isEmpty else { return inherited }
        return [
            try Listener.open(
                .unix(path: "/run/placement/placement-api.sock"),
                access: SocketFile.Access(configuration))
        ]
    }
}

/// A word on the command line that means nothing.
struct UsageError: Error, CustomStringConvertible {
    let word: String

    var description: String {
        "\(word) is no option; try placement-api --help"
    }
}

/// An address that cannot be read.
struct ListenError: Error, CustomStringConvertible {
    let text: String

    var description: String {
        "[fastcgi] listen = \(text): it must be unix:PATH, HOST:PORT or fd:N"
    }
}
