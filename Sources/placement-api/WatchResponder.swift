// SPDX-License-Identifier: Apache-2.0

import FastCGI
import Gateway
import OpenStack
import POSIX
import PlacementAPI
import Synchronization

/// Answers those who watch the service on a socket of their own, whatever the other threads do.
final class WatchResponder: Sendable {
    private let responder: Responder
    private let thread = Mutex<Thread?>(nil)
    private let report: @Sendable (String) -> Void

    /// Opens the socket that `[monitoring] listen` names; `nil` if it names none.
    ///
    /// - Throws: why it cannot be opened, as one line for the operator.
    init?(_ configuration: Configuration, _ watch: Watch, log: Log) throws {
        guard let text = configuration[MonitoringOptions.listen] else { return nil }
        guard let address = ListenAddress(text) else {
            throw ListenError(option: MonitoringOptions.listen.declaration.name, text: text)
        }
        let listener = try Listener.open(address, access: SocketFile.Access(configuration))
        let logger = log.logger("placement.monitoring")
        report = { logger.warning($0) }
        let page = Pipeline([watch.layer(health: "/health", metrics: "/metrics")]) { request in
            APIError(.notFound, "There are /health and /metrics.")
                .response(to: request, version: nil)
        }
        var limits = Limits()
        limits.threads = 2
        limits.maximumBodyBytes = 1024
        limits.maximumConnections = 64
        limits.drainLimit = .seconds(1)
        responder = try Responder(
            listeners: [listener], limits: limits, mountPath: "/", report: report,
            application: { request in
                do {
                    return try page.answer(request)
                } catch {
                    logger.error("the figures cannot be collected", error)
                    return Response(.internalServerError)
                }
            })
    }

    /// Begins to answer.
    ///
    /// - Throws: ``Errno`` if there is no thread for it.
    func start() throws(Errno) {
        let started = try Thread(name: "monitoring") { [responder, report] in
            do {
                _ = try responder.run()
            } catch {
                report("nobody answers on [monitoring] listen: \(error)")
            }
        }
        thread.withLock { $0 = started }
    }

    /// Ends after the answers in hand.
    func stop() {
        responder.stop()
        thread.withLock { $0.take() }?.join()
    }
}

extension Watch {
    /// Whether anybody is to be told anything.
    func isWanted(by configuration: Configuration) -> Bool {
        configuration[MonitoringOptions.listen] != nil
            || configuration[MonitoringOptions.metricsPath] != nil
    }

    /// Answers on the sockets of the API; `nil` if that is not wanted.
    func layer(on configuration: Configuration) -> Monitoring? {
        let health = configuration[MonitoringOptions.healthPath]
        let metrics = configuration[MonitoringOptions.metricsPath]
        guard health != nil || metrics != nil else { return nil }
        return layer(health: health, metrics: metrics)
    }

    func layer(health: String?, metrics: String?) -> Monitoring {
        Monitoring(
            healthPath: health, metricsPath: metrics, health: { self.health },
            metrics: { try self.metrics() })
    }
}
