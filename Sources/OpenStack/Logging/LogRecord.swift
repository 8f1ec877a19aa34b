// SPDX-License-Identifier: Apache-2.0

package import Gateway
package import POSIX

/// The request that a line of the log belongs to, and who sent it.
package struct LogContext: Equatable, Sendable {
    package var requestID: String
    /// The identifier that the caller gave to a chain of requests.
    package var globalRequestID: String?
    package var caller: Caller?

    package init(requestID: String, globalRequestID: String? = nil, caller: Caller? = nil) {
        self.requestID = requestID
        self.globalRequestID = globalRequestID
        self.caller = caller
    }

    /// The context of a request; `nil` before it has an identifier.
    package init?(_ request: Request) {
        guard let id = request.id else { return nil }
        self.init(requestID: id, globalRequestID: request.globalID, caller: request.caller)
    }
}

/// What one line of the log says.
package struct LogRecord: Sendable {
    package let level: LogLevel
    /// The part of the program that speaks.
    package let name: String
    package let message: String
    package var context: LogContext?
    /// What failed, if the line is about a failure: its kind and text.
    package var failure: String?
    package let time: WallTime
    package let place: Place

    /// Where in the source a line comes from.
    package struct Place: Sendable {
        let file: StaticString
        let function: StaticString
        let line: Int

        package init(file: StaticString, function: StaticString, line: Int) {
            self.file = file
            self.function = function
            self.line = line
        }
    }

    package init(
        _ level: LogLevel, name: String, _ message: String, context: LogContext? = nil,
        failure: String? = nil, time: WallTime, place: Place
    ) {
        self.level = level
        self.name = name
        self.message = message
        self.context = context
        self.failure = failure
        self.time = time
        self.place = place
    }
}
