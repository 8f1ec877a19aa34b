// SPDX-License-Identifier: Apache-2.0

package import Metrics
import POSIX

/// How the picture of all providers has been kept up to date, for those who watch the service.
package final class CatalogStatistics: Sendable {
    private let loads = Counter()
    private let loadNanoseconds = Counter()
    private let refreshes = Counter()
    private let refreshNanoseconds = Counter()
    private let refreshedProviders = Counter()
    private let changed = Lock<MonotonicTime?>(nil)

    /// Does the loading of all providers, and counts it.
    func countLoad<Result>(_ work: () throws -> Result) rethrows -> Result {
        let start = MonotonicTime.now
        let result = try work()
        loads.add()
        count(since: start, in: loadNanoseconds)
        return result
    }

    /// Does the loading of some providers, and counts it.
    func countRefresh<Result>(
        ofProviders count: Int, _ work: () throws -> Result
    ) rethrows -> Result {
        let start = MonotonicTime.now
        let result = try work()
        refreshes.add()
        refreshedProviders.add(count)
        self.count(since: start, in: refreshNanoseconds)
        return result
    }

    private func count(since start: MonotonicTime, in counter: Counter) {
        let now = MonotonicTime.now
        counter.add(Int(now.nanoseconds - start.nanoseconds))
        changed.withLock { $0 = now }
    }

    /// Writes the figures.
    package func write(to page: inout Exposition) {
        let kinds = [
            ("load", loads, loadNanoseconds), ("refresh", refreshes, refreshNanoseconds),
        ]
        page.counters(
            "placement_catalog_updates_total",
            "How often all providers were loaded, or those refreshed that had changed.",
            kinds.map { ([("kind", $0.0)], Double($0.1.value)) })
        page.counters(
            "placement_catalog_update_seconds_total", "The time that this took.",
            kinds.map { ([("kind", $0.0)], Double($0.2.value) / 1e9) })
        page.counter(
            "placement_catalog_refreshed_providers_total",
            "Providers that were refreshed, each as often as it was.", refreshedProviders.value)
        guard let changed = changed.withLock({ $0 }) else { return }
        page.gauge(
            "placement_catalog_age_seconds", "Time since the newest load or refresh.",
            (MonotonicTime.now - changed) / .seconds(1))
    }
}
