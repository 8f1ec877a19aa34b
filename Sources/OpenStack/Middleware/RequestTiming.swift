// SPDX-License-Identifier: Apache-2.0

package import Gateway
import POSIX

/// Takes the time of each request and its phases, for the metrics and for the line of a slow one.
///
/// It stands outside of the layers whose time it takes.
package struct RequestTiming: Middleware {
    private let statistics: RequestStatistics

    /// - Parameter statistics: Where requests are counted.
    package init(_ statistics: RequestStatistics) {
        self.statistics = statistics
    }

    package func handle(
        _ request: Request, next: (Request) throws -> Response
    ) throws -> Response {
        let times = PhaseTimes { Int(MonotonicTime.now.nanoseconds) }
        let start = MonotonicTime.now
        times.add(.arrival, nanoseconds: request.arrivalNanoseconds)
        var request = request
        request.phases = times
        statistics.begin()
        var operation: Operation?
        // What a layer throws is answered with this outside of all layers.
        var status = Status.internalServerError
        defer { statistics.end(operation, status, MonotonicTime.now - start, times) }
        let response = try next(request)
        operation = response.operation
        status = response.status
        return response
    }
}
