// SPDX-License-Identifier: Apache-2.0

import ConfiguredDatabase
import FastCGI
import Gateway
import JSON
import OpenStack
import POSIX
import PlacementAPI
import SQLite

/// The service from its start to its end.
struct Server {
    private let configuration: Configuration
    private let signals: SignalWatch
    private let log: Log
    private let lifecycle: Lifecycle
    private let authentication: any Middleware
    private let database: SQLite.Database
    private let service: Service
    private let watch: Watch

    /// Reads the rules and opens the database.
    ///
    /// - Parameters:
    ///   - configuration: All options, as they are at the start.
    ///   - readAgain: Reads the same files, environment and command line once more.
    /// - Throws: what keeps the service from starting, as one line for the operator.
    init(
        _ configuration: Configuration, readAgain: @escaping @Sendable () throws -> Configuration
    ) throws {
        self.configuration = configuration
        // Before the database starts its threads: a signal ends the process through any thread that
        // does not block it.
        signals = SignalWatch([.terminate, .interrupt, .hangUp, .user1])
        log = try Log(configuration, program: "placement-api", fallback: .error)
        Server.raiseDescriptorLimit(log)
        configuration.report(to: log)
        authentication = try Server.authentication(configuration, log)
        let enforcer = try Enforcer(configuration, defaults: policyDefaults, log: log)
        lifecycle = try Lifecycle(
            configuration, readAgain: readAgain, log: log, enforcer: enforcer)
        let logger = log.logger("placement.handlers")
        // Each of its lines names another provider.
        let providers = log.logger("placement.objects.resource_provider", keepsRepeats: true)
        let sqlite = log.logger("placement.sqlite")
        database = try SQLite.Database.opened(by: configuration) { sqlite.warning($0) }
        service = Service(
            database: database,
            settings: Settings(configuration),
            policy: { rule, caller, target in
                let target = target.map { target in
                    JSON.Object(target.map { ($0.key, JSON.Value.string($0.value)) })
                }
                return try enforcer.allows(rule.rawValue, to: caller, target: target)
            },
            clock: { .now },
            inform: { message, request in logger.within(request).info(message()) },
            warn: { message, request in providers.within(request).warning(message) })
        watch = try Watch(
            configuration, database: database, service: service, authentication: authentication)
    }

    /// Serves until SIGTERM or SIGINT; what is in hand then is answered, unless a second one comes.
    ///
    /// - Returns: the exit status.
    /// - Throws: why nothing can be served, as one line for the operator.
    func run() throws -> Int32 {
        // Before the listeners open, which may have to wait.
        let serving = Lock<Serving?>(nil)
        try startWatchingSignals(serving)
        let listeners = try self.listeners()
        let watchers = try WatchResponder(configuration, watch, log: log)
        let pipeline = Pipeline(layers) { [service] request in try service.answer(request) }
        let fastcgi = log.logger("placement.fastcgi")
        let limits = Limits(configuration, descriptorLimit: DescriptorLimit.current)
        if limits.maximumConnections < configuration[FastCGIOptions.maxParkedConnections] {
            fastcgi.warning(
                "at most \(limits.maximumConnections) connections, as only "
                    + "\(DescriptorLimit.current) descriptors may be open")
        }
        let responder = try Responder(
            listeners: listeners, limits: limits,
            mountPath: configuration[FastCGIOptions.mountPath],
            report: { fastcgi.warning($0) },
            refuse: refuse,
            application: { request in
                do {
                    return try pipeline.answer(request)
                } catch {
                    fastcgi.error("a layer failed", error)
                    return Response(.internalServerError)
                }
            })
        watch.follow(responder)
        let summary = try summary(listeners)
        serving.withLock { $0 = Serving(responder: responder, summary: summary) }
        try watchers?.start()
        let isDrained = try responder.run { lifecycle.begin(summary) }
        watchers?.stop()
        // Past the limit nothing is waited for, and a write may wait for a lock of somebody else. The
        // file is whole all the same: what is not committed is not in it.
        if isDrained { database.close() }
        lifecycle.end(isDrained: isDrained)
        // Workers may still be in the middle of something.
        guard isDrained else { log.exitAtOnce(1) }
        log.finish()
        return 0
    }

    /// What signals are about once there is something to serve.
    private struct Serving: Sendable {
        let responder: Responder
        let summary: String
    }

    private func startWatchingSignals(_ serving: Lock<Serving?>) throws {
        try signals.start { [lifecycle, log, watch] signal in
            let serving = serving.withLock { $0 }
            switch signal {
            case .terminate, .interrupt:
                // No request was taken yet, or somebody does not want to wait for the last answers.
                guard let serving else { log.exitAtOnce(0) }
                watch.beginStopping()
                lifecycle.beginStopping()
                guard serving.responder.stop() else { log.exitAtOnce(1) }
            case .hangUp:
                guard let serving else { return lifecycle.reopenLog() }
                lifecycle.reload(serving.summary)
            case .user1, .user2, .pipe: lifecycle.reopenLog()
            }
        }
    }

    private static func raiseDescriptorLimit(_ log: Log) {
        do {
            try DescriptorLimit.raise()
        } catch {
            log.logger("placement.lifecycle").warning(
                "the limit of descriptors stays at \(DescriptorLimit.current): \(error)")
        }
    }

    /// What is served, where, and on which database.
    private func summary(_ listeners: [Listener]) throws -> String {
        let places = listeners.map(\.place).joined(separator: ", ")
        let database = try SQLite.Database.Settings(configuration, access: .readOnly).path
        return """
            Placement API \(Microversion.minimum) to \(Microversion.maximum) on \(places), \
            database \(database), auth_strategy \(configuration[APIOptions.authStrategy])
            """
    }

    /// Answers a request that the responder gives no layer to see, in the form of other refusals.
    private var refuse: @Sendable (Refusal, Environ) -> Response {
        let log = RequestLog(log: log)
        return { refusal, environ in
            let page = Pipeline([log]) { request in
                APIError(refusal.status, refusal.detail).response(to: request, version: nil)
            }
            do {
                return try page.answer(Request(environ: environ))
            } catch {
                return Refusal.plainText(refusal, environ)
            }
        }
    }

    /// What stands around the service, from the outermost layer to the innermost.
    private var layers: [any Middleware] {
        let faults = log.logger("placement.fault_wrap")
        let slowAfter = configuration[FastCGIOptions.slowRequestTime]
        let layers: [(any Middleware)?] = [
            watch.layer(on: configuration),
            watch.isWanted(by: configuration) || slowAfter != nil
                ? RequestTiming(watch.requests) : nil,
            ProxyHeaders(isEnabled: configuration[MiddlewareOptions.parsesProxyHeaders]),
            RequestLog(log: log, slowAfter: slowAfter),
            CORS(configuration, log: log),
            authentication, CallerRequired(),
            Faults { error, request in
                faults.within(request).error("Placement API unexpected error", error)
            },
        ]
        return layers.compactMap { $0 }
    }

    private static func authentication(
        _ configuration: Configuration, _ log: Log
    ) throws -> any Middleware {
        switch configuration[APIOptions.authStrategy] {
        case .noauth2: return NoAuth2()
        case .keystone:
            let threads = Limits(
                configuration, descriptorLimit: DescriptorLimit.current
            ).threads
            return try KeystoneMiddleware(configuration, threads: threads, log: log)
        }
    }

    /// Where web servers find the service: as told, as inherited, or at the standard place.
    private func listeners() throws -> [Listener] {
        let access = SocketFile.Access(configuration)
        if let text = configuration[FastCGIOptions.listen] {
            guard let address = ListenAddress(text) else {
                throw ListenError(option: FastCGIOptions.listen.declaration.name, text: text)
            }
            return [try Listener.open(address, access: access)]
        }
        let inherited = try Listener.inherited()
        guard inherited.isEmpty else { return inherited }
        let standard = ListenAddress.unix(path: "/run/placement/placement-api.sock")
        return [try Listener.open(standard, access: access)]
    }
}

/// An address that cannot be read.
struct ListenError: Error, CustomStringConvertible {
    let option: OptionName
    let text: String

    var description: String {
        "\(option) = \(text): it must be unix:PATH, HOST:PORT or fd:N"
    }
}

extension Log {
    /// Ends the process without waiting for its threads, after the last line.
    fileprivate func exitAtOnce(_ status: Int32) -> Never {
        finish()
        Process.exitAtOnce(status)
    }
}
