// SPDX-License-Identifier: Apache-2.0

import ConfiguredDatabase
import FastCGI
import Gateway
import Metrics
import OpenStack
import POSIX
import Placement
import PlacementAPI
import SQL
import SQLite
import Storage
import Synchronization

/// What those who watch the service get to know of it: its health, and figures for Prometheus.
final class Watch: Sendable {
    /// What became of all requests.
    let requests = RequestStatistics(operations: Service.operations)
    private let database: SQLite.Database
    private let service: Service
    /// What became of tokens; `nil` where there are none.
    private let tokens: TokenStatistics?
    private let drainFile: String?
    private let databasePath: String
    private let startTime = WallTime.now
    private let isStopping = Atomic(false)
    /// The responder whose load is told, once there is one.
    private let responder = Lock<Responder?>(nil)

    /// - Parameters:
    ///   - configuration: The options of `[monitoring]`.
    ///   - database: Whose health and figures these are.
    ///   - service: Likewise.
    ///   - authentication: The layer that knows of tokens, if it is Keystone's.
    /// - Throws: what is wrong with the database's address.
    init(
        _ configuration: Configuration, database: SQLite.Database, service: Service,
        authentication: any Middleware
    ) throws {
        self.database = database
        self.service = service
        tokens = (authentication as? KeystoneMiddleware)?.statistics
        drainFile = configuration[MonitoringOptions.drainFile]
        databasePath = try SQLite.Database.Settings(configuration, access: .readOnly).path
    }

    /// From now on the load of a responder is told.
    func follow(_ responder: Responder) {
        self.responder.withLock { $0 = responder }
    }

    /// From now on the service is not healthy: it takes no more requests.
    func beginStopping() {
        isStopping.store(true, ordering: .relaxed)
    }

    // MARK: Health

    /// Looks whether requests can be served.
    var health: HealthReport {
        var findings: [HealthReport.Finding] = []
        if isStopping.load(ordering: .relaxed) {
            findings.append(.init("service", isHealthy: false, "is stopping"))
        }
        if let drainFile {
            let isDraining = File.exists(drainFile)
            findings.append(
                .init(
                    "drain file", isHealthy: !isDraining, isDraining ? "exists" : "does not exist"))
        }
        // Who is not to send requests any more wants to know it at once.
        guard findings.allSatisfy(\.isHealthy) else { return HealthReport(findings) }
        findings.append(finding("reading") { try database.read(DatabaseProbe.read) })
        findings.append(finding("writing") { try database.write { _ in } })
        return HealthReport(findings)
    }

    private func finding(_ name: String, _ probe: () throws -> Void) -> HealthReport.Finding {
        do {
            try probe()
            return .init("database \(name)", isHealthy: true, "works")
        } catch {
            return .init("database \(name)", isHealthy: false, "fails: \(error)")
        }
    }

    // MARK: Figures

    /// Collects all figures.
    ///
    /// - Throws: ``SQLError`` if the providers cannot be looked at.
    func metrics() throws -> Exposition {
        var page = Exposition()
        requests.write(to: &page)
        service.claims.write(to: &page)
        tokens?.write(to: &page)
        if let load = responder.withLock({ $0 })?.load { page.add(load) }
        page.gauge(
            "placement_write_queue_length", "Writes that wait for their turn.",
            Double(database.waitingWrites))
        database.writeStatistics?.write(to: &page)
        page.addFileSizes(of: databasePath)
        let catalog = try database.read {
            try service.catalog.catalog(in: Store($0, now: .now))
        }
        service.catalog.statistics.write(to: &page)
        page.add(catalog)
        try page.add(ProcessUsage(), since: startTime)
        return page
    }
}

extension Exposition {
    /// What the threads that answer requests have to do.
    fileprivate mutating func add(_ load: (openConnections: Int, busyThreads: Int, threads: Int)) {
        gauge(
            "placement_fastcgi_connections", "Connections from web servers that are open.",
            Double(load.openConnections))
        gauge(
            "placement_fastcgi_busy_threads", "Threads that have a connection in hand.",
            Double(load.busyThreads))
        gauge(
            "placement_fastcgi_threads", "Threads that answer requests.", Double(load.threads))
    }

    /// How large the database's files are; what does not exist is left out.
    fileprivate mutating func addFileSizes(of path: String) {
        let files = [("database", path), ("write-ahead log", path + "-wal")]
        gauges(
            "placement_database_file_bytes", "Sizes of the database's files.",
            files.compactMap { name, path in
                // A file that cannot be looked at has no size to tell.
                guard let status = try? File.status(of: path) else { return nil }
                return ([("file", name)], Double(status.sizeBytes))
            })
    }

    /// What providers have and what is used of it.
    fileprivate mutating func add(_ catalog: Catalog) {
        gauge(
            "placement_resource_providers", "Resource providers.", Double(catalog.providerCount))
        gauge(
            "placement_resource_provider_trees", "Resource providers without a parent.",
            Double(catalog.rootCount))
        let classes = catalog.stockByClass.map { ([("resource_class", $0.resourceClass)], $0) }
        gauges(
            "placement_inventory_providers", "Providers with an inventory, by resource class.",
            classes.map { ($0, Double($1.providers)) })
        gauges(
            "placement_inventory_capacity",
            "Units that may be allocated, (total - reserved) * allocation_ratio, of all providers.",
            classes.map { ($0, $1.capacity) })
        gauges(
            "placement_inventory_used", "Units that are allocated, of all providers.",
            classes.map { ($0, $1.used) })
        gauges(
            "placement_inventory_over_capacity_providers",
            "Providers of which more is allocated than they have.",
            classes.map { ($0, Double($1.overCapacityProviders)) })
    }

    /// The figures that every program has under these names.
    ///
    /// Source: Prometheus, "Writing client libraries", process metrics.
    fileprivate mutating func add(_ usage: ProcessUsage, since start: WallTime) {
        counters(
            "process_cpu_seconds_total", "Processor time, of the program and of the system for it.",
            [([], usage.processorTime / .seconds(1))])
        gauge("process_resident_memory_bytes", "Memory in use.", Double(usage.residentBytes))
        gauge("process_virtual_memory_bytes", "Addresses in use.", Double(usage.virtualBytes))
        gauge("process_open_fds", "Open descriptors.", Double(usage.openDescriptors))
        gauge("process_max_fds", "Descriptors that may be open.", Double(usage.descriptorLimit))
        gauge(
            "process_start_time_seconds", "When the program started, since 1970.",
            start.secondsSince1970)
    }
}
