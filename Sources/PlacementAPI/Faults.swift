// SPDX-License-Identifier: Apache-2.0

package import Gateway
import SQL

/// Turns what nobody expected into an answer, and reports it.
///
/// A database that is busy or whose queue is full gets 503 with `Retry-After`, since the same
/// request may succeed a moment later. A write that may or may not be kept gets 503 without it: to
/// send it again before looking could do it twice. Anything else is a 500. Source: reference
/// `placement/fault_wrap.py`, which knows 500 alone.
package struct Faults: Middleware {
    private let report: @Sendable (any Error, Request) -> Void

    /// A layer that hands each unexpected error to `report`, for the log.
    package init(report: @escaping @Sendable (any Error, Request) -> Void) {
        self.report = report
    }

    package func handle(
        _ request: Request, next: (Request) throws -> Response
    ) throws -> Response {
        do {
            return try next(request)
        } catch {
            report(error, request)
            var response = Faults.answer(to: error, request)
            // For the request log; a version that cannot be read was refused before.
            response.apiVersion = (try? Microversion(of: request))?.description
            return response
        }
    }

    private static func answer(to error: any Error, _ request: Request) -> Response {
        guard let error = error as? SQLError else {
            return APIError(.internalServerError, "An unexpected error occurred.")
                .response(to: request, version: nil)
        }
        switch error.kind {
        case .busy, .overloaded:
            var response = APIError(
                .serviceUnavailable, "The database is busy. Please try again."
            ).response(to: request, version: nil)
            response.headers.add("Retry-After", "1")
            return response
        case .unknownOutcome:
            return APIError(
                .serviceUnavailable,
                "The database has not answered, so this request may or may not have been carried "
                    + "out. Look at what it was to change before you try again."
            ).response(to: request, version: nil)
        case .moved:
            return APIError(
                .internalServerError, "The database's file was moved, replaced or removed."
            ).response(to: request, version: nil)
        case .readOnly:
            return APIError(.internalServerError, "The database cannot be written.")
                .response(to: request, version: nil)
        case .full:
            return APIError(.internalServerError, "The database's file system is full.")
                .response(to: request, version: nil)
        case .duplicate, .foreignKey, .corrupt, .cannotOpen, .other:
            return APIError(.internalServerError, "The database failed.")
                .response(to: request, version: nil)
        }
    }
}
