// SPDX-License-Identifier: Apache-2.0

package import Gateway
package import JSON
package import POSIX

/// The request that a line of the log belongs to, and who sent it.
package struct LogContext: Equatable, Sendable {
    package var requestID: String
    /// The identifier that the caller gave to a chain of requests.
    package var globalRequestID: String?
    package var caller: Caller?
    /// Whether a token came with the request; the token itself is never here.
    package var hasToken = false

    package init(requestID: String, globalRequestID: String? = nil, caller: Caller? = nil) {
        self.requestID = requestID
        self.globalRequestID = globalRequestID
        self.caller = caller
    }

    /// The context of a request; `nil` before it has an identifier.
    package init?(_ request: Request) {
        guard let id = request.id else { return nil }
        self.init(requestID: id, globalRequestID: request.globalID, caller: request.caller)
        hasToken = request.environ["HTTP_X_AUTH_TOKEN"] != nil
    }
}

/// What a message is made of, for those who read the log as JSON and look for values by name.
package struct LogArguments: Sendable {
    package enum Values: Sendable {
        case named([(name: String, value: JSON.Value)])
        case ordered([JSON.Value])
    }

    /// The message in Python's `%` style, as it stands in the reference.
    package let template: String
    package let values: Values

    package init(_ template: String, _ values: Values) {
        self.template = template
        self.values = values
    }
}

/// What one line of the log says.
package struct LogRecord: Sendable {
    package let level: LogLevel
    /// The part of the program that speaks.
    package let name: String
    package let message: String
    /// What the message was made of, if it is to be shown.
    package var arguments: LogArguments?
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
        _ level: LogLevel, name: String, _ message: String, arguments: LogArguments? = nil,
        context: LogContext? = nil, failure: String? = nil, time: WallTime, place: Place
    ) {
        self.level = level
        self.name = name
        self.message = message
        self.arguments = arguments
        self.context = context
        self.failure = failure
        self.time = time
        self.place = place
    }
}
