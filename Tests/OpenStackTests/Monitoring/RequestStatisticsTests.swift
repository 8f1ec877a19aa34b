// SPDX-License-Identifier: Apache-2.0

import Gateway
import Metrics
import Testing

@testable import OpenStack

@Suite struct RequestStatisticsTests {
    private let show = Operation(method: "GET", route: "/traits/{name}")
    private let statistics: RequestStatistics

    init() {
        // Twice, as an operation with two ranges of versions stands in the table.
        statistics = RequestStatistics(operations: [show, show])
    }

    private var page: String {
        var page = Exposition()
        statistics.write(to: &page)
        return String(decoding: page.bytes, as: UTF8.self)
    }

    private func answer(_ operation: Operation?, _ status: Status) throws {
        let response = try RequestTiming(statistics).handle(makeRequest()) { request in
            request.phases?.add(.queue, nanoseconds: 1_500_000_000)
            var response = Response(status)
            response.operation = operation
            return response
        }
        #expect(response.status == status)
    }

    @Test func `requests are counted by operation and status`() throws {
        try answer(show, .ok)
        try answer(show, .ok)
        try answer(show, .notFound)
        let labels = #"method="GET",route="/traits/{name}""#
        #expect(page.contains("placement_requests_total{\(labels),status=\"200\"} 2\n"))
        #expect(page.contains("placement_requests_total{\(labels),status=\"404\"} 1\n"))
        #expect(page.contains("placement_request_duration_seconds_count{\(labels)} 3\n"))
        #expect(page.contains("placement_requests_in_progress 0\n"))
    }

    @Test func `what clients make up shares one series`() throws {
        try answer(Operation(method: "BREW", route: "/coffee"), .notFound)
        try answer(nil, .notFound)
        try answer(nil, Status(rawValue: 418))
        #expect(page.contains(#"placement_requests_total{method="",route="",status="404"} 2"#))
        #expect(page.contains(#"placement_requests_total{method="",route="",status="other"} 1"#))
        #expect(!page.contains("BREW"))
    }

    @Test func `an operation nobody asked for is not told`() {
        #expect(!page.contains("/traits"))
    }

    @Test func `a layer that fails counts as the answer that its failure gets`() {
        struct Failure: Error {}
        #expect(throws: Failure.self) {
            try RequestTiming(statistics).handle(makeRequest()) { _ in throw Failure() }
        }
        #expect(page.contains(#"placement_requests_total{method="",route="",status="500"} 1"#))
        #expect(page.contains("placement_requests_in_progress 0\n"))
    }

    @Test func `phases add up over requests, the arrival too`() throws {
        try answer(show, .ok)
        var request = makeRequest()
        request.arrivalNanoseconds = 250_000_000
        _ = try RequestTiming(statistics).handle(request) { request in
            #expect(request.phases?[.arrival] == 250_000_000)
            request.phases?.add(.queue, nanoseconds: 500_000_000)
            return Response(.ok)
        }
        let name = "placement_request_phase_seconds_total"
        #expect(page.contains("\(name){phase=\"queue\"} 2\n"))
        #expect(page.contains("\(name){phase=\"arrival\"} 0.25\n"))
        #expect(page.contains("\(name){phase=\"commit\"} 0\n"))
    }
}
