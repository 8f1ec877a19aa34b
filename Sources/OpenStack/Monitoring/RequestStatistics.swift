// SPDX-License-Identifier: Apache-2.0

package import Gateway
package import Metrics
import Synchronization

/// What has become of all requests so far: how many of each kind there were, and how long they took.
package final class RequestStatistics: Sendable {
    /// What is counted of one operation.
    private final class Record: Sendable {
        let durations = Histogram.ofDurations()
        /// One for each of ``RequestStatistics/statuses``, and one for all others.
        let statuses: [Counter]

        init() {
            statuses = (0...RequestStatistics.statuses.count).map { _ in Counter() }
        }
    }

    /// The statuses that are told apart; the number of figures must not depend on what clients send.
    private static let statuses: [Status] = [
        .ok, .created, .noContent, .badRequest, .unauthorized, .forbidden, .notFound,
        .methodNotAllowed, .notAcceptable, .conflict, .contentTooLarge, .unsupportedMediaType,
        .requestHeaderFieldsTooLarge, .internalServerError, .serviceUnavailable,
    ]
    /// What requests count as that reached no operation.
    private static let unknown = Operation(method: "", route: "")

    private let operations: [Operation]
    private let records: [Operation: Record]
    private let inProgress = Atomic(0)
    private let phases: [Counter]

    /// - Parameter operations: All that the application can do.
    package init(operations: some Sequence<Operation>) {
        var list: [Operation] = [RequestStatistics.unknown]
        for operation in operations where !list.contains(operation) { list.append(operation) }
        self.operations = list
        records = Dictionary(uniqueKeysWithValues: list.map { ($0, Record()) })
        phases = PhaseTimes.Phase.allCases.map { _ in Counter() }
    }

    /// Counts a request that begins.
    func begin() {
        inProgress.add(1, ordering: .relaxed)
    }

    /// Counts a request that has been answered.
    ///
    /// - Parameters:
    ///   - operation: What was done; `nil` if the request reached nothing that could be done.
    ///   - status: The answer's.
    ///   - duration: How long the answer took to be made.
    ///   - times: Where that time went.
    func end(_ operation: Operation?, _ status: Status, _ duration: Duration, _ times: PhaseTimes) {
        inProgress.subtract(1, ordering: .relaxed)
        let known = operation.flatMap { records[$0] } ?? records[RequestStatistics.unknown]
        guard let record = known else { return }
        record.durations.record(duration)
        let place = RequestStatistics.statuses.firstIndex(of: status)
        record.statuses[place ?? RequestStatistics.statuses.count].add()
        for phase in PhaseTimes.Phase.allCases where times[phase] > 0 {
            phases[phase.rawValue].add(times[phase])
        }
    }

    /// Writes the figures of ``operations`` that were asked for at least once.
    package func write(to page: inout Exposition) {
        page.gauge(
            "placement_requests_in_progress", "Requests that are being answered.",
            Double(inProgress.load(ordering: .relaxed)))
        page.counters(
            "placement_requests_total", "Requests answered, by operation and status.",
            operations.flatMap(statusSamples))
        page.histograms(
            "placement_request_duration_seconds",
            "Time from the arrival of a request to its answer, by operation.",
            operations.compactMap { operation in
                guard let record = records[operation], record.statuses.contains(where: \.isUsed)
                else { return nil }
                return (RequestStatistics.labels(of: operation), record.durations)
            })
        page.counters(
            "placement_request_phase_seconds_total", "Time of all requests, by what it went on.",
            PhaseTimes.Phase.allCases.map { phase in
                ([("phase", "\(phase)")], Double(phases[phase.rawValue].value) / 1e9)
            })
    }

    private func statusSamples(
        _ operation: Operation
    ) -> [(labels: Exposition.Labels, value: Double)] {
        guard let record = records[operation] else { return [] }
        return record.statuses.enumerated().filter { $1.isUsed }.map { place, counter in
            let statuses = RequestStatistics.statuses
            let status = place < statuses.count ? String(statuses[place].rawValue) : "other"
            let labels = RequestStatistics.labels(of: operation) + [("status", status)]
            return (labels, Double(counter.value))
        }
    }

    private static func labels(of operation: Operation) -> Exposition.Labels {
        [("method", operation.method), ("route", operation.route)]
    }
}

extension Counter {
    fileprivate var isUsed: Bool { value > 0 }
}
