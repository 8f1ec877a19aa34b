// SPDX-License-Identifier: Apache-2.0

package import Gateway
import JSON
import POSIX

/// Gives each request an identifier, and writes a line when it begins and one when it is answered.
///
/// The answer names the identifier in `x-openstack-request-id`. A client that asks for nothing in
/// particular is taken to ask for JSON, so that error pages are JSON too.
///
/// Source: reference `placement/requestlog.py`; oslo.middleware `request_id.py`.
package struct RequestLog: Middleware {
    private let logger: Logger
    private let slowAfter: Duration?

    /// Makes the layer.
    ///
    /// - Parameters:
    ///   - log: Where the lines go, under the reference's name `placement.requestlog`.
    ///   - slowAfter: Requests that take as long leave a warning too; `nil` for none.
    package init(log: Log, slowAfter: Duration? = nil) {
        // Each line is about one request.
        logger = log.logger("placement.requestlog", keepsRepeats: true)
        self.slowAfter = slowAfter
    }

    package func handle(
        _ request: Request, next: (Request) throws -> Response
    ) throws -> Response {
        let start = MonotonicTime.now
        var request = request
        let id = RequestLog.makeID()
        request.id = id
        if let globalID = request.environ["HTTP_X_OPENSTACK_REQUEST_ID"],
            RequestLog.isRequestID(globalID)
        {
            request.globalID = globalID
        }
        var context = LogContext(requestID: id, globalRequestID: request.globalID)
        context.hasToken = request.environ["HTTP_X_AUTH_TOKEN"] != nil
        let line = RequestLog.requestLine(of: request)
        let address = request.environ["REMOTE_ADDR"]?.oneLine
        logger.within(context).debug(
            "Starting request: \(address ?? "None") \(line)",
            RequestLog.arguments(ofBeginning: request, address))

        if request.accept.isEmpty || request.accept == "*/*" {
            request.environ["HTTP_ACCEPT"] = "application/json"
        }
        var response = try next(request)
        if response.headers["x-openstack-request-id"] == nil {
            response.headers.add("x-openstack-request-id", id)
        }

        context.caller = response.caller
        let logger = logger.within(context)
        let length = response.headers["content-length"] ?? String(response.body.count)
        logger.info(
            """
            \(address ?? "-") \(line) status: \(response.status.rawValue) len: \(length) \
            microversion: \(response.apiVersion ?? "-")
            """, RequestLog.arguments(of: response, to: request, address ?? "-", length))
        let duration = MonotonicTime.now - start
        if let slowAfter, duration >= slowAfter {
            logger.warning(
                "Slow request: \(line) took \(duration.milliseconds) ms"
                    + RequestLog.phases(request.phases, of: duration))
        }
        return response
    }

    /// Where the time of a request went, in the order in which it did.
    private static func phases(_ times: PhaseTimes?, of duration: Duration) -> String {
        guard let times else { return "" }
        var rest = duration
        var parts: [String] = []
        for phase in PhaseTimes.Phase.allCases where times[phase] > 0 {
            let time = Duration.nanoseconds(times[phase])
            parts.append("\(phase) \(time.milliseconds)")
            // The request had arrived when its time began.
            if phase != .arrival { rest -= time }
        }
        parts.append("rest \(max(rest, .zero).milliseconds)")
        return " (\(parts.joined(separator: ", ")))"
    }

    /// Method and address in quotes, with nothing in them that would break the line.
    private static func requestLine(of request: Request) -> String {
        oneLine("\"\(request.method) \(target(of: request))\"")
    }

    private static func target(of request: Request) -> String {
        var target = request.scriptName + request.path
        if !request.queryString.isEmpty {
            target += "?"
            target += request.queryString
        }
        return target
    }

    /// The values of the line, by the names that the reference has for them.
    private static func arguments(
        of response: Response, to request: Request, _ address: String, _ length: String
    ) -> LogArguments {
        LogArguments(
            """
            %(REMOTE_ADDR)s "%(REQUEST_METHOD)s %(REQUEST_URI)s" status: %(status)s \
            len: %(bytes)s microversion: %(microversion)s
            """,
            .named([
                ("REMOTE_ADDR", .string(address)), ("REQUEST_METHOD", .string(request.method)),
                ("REQUEST_URI", .string(target(of: request))),
                ("status", .string(String(response.status.rawValue))),
                ("bytes", .string(length)), ("microversion", version(of: response)),
            ]))
    }

    /// As the reference has it: a list of two numbers, or a dash if there is none.
    private static func version(of response: Response) -> JSON.Value {
        guard let version = response.apiVersion else { return .string("-") }
        return .array(version.split(separator: ".").compactMap { Int($0) }.map { .integer($0) })
    }

    private static func arguments(
        ofBeginning request: Request, _ address: String?
    ) -> LogArguments {
        LogArguments(
            "Starting request: %s \"%s %s\"",
            .ordered([
                address.map { .string($0) } ?? .null, .string(request.method),
                .string(target(of: request)),
            ]))
    }

    private static func oneLine(_ line: String) -> String {
        guard line.mayHaveControls else { return line }
        return line.unicodeScalars.reduce(into: "") { text, scalar in
            if scalar.isControl {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                text += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
    }

    /// `req-` and a random UUID.
    ///
    /// Source: oslo.context `generate_request_id`; RFC 9562, 5.4.
    static func makeID() -> String {
        var generator = SystemRandomNumberGenerator()
        let high = generator.next() & ~0xF000 | 0x4000
        let low = generator.next() & ~(0xC0 << 56) | 0x80 << 56
        return String(unsafeUninitializedCapacity: 40) { id in
            for (index, byte) in "req-".utf8.enumerated() { id[index] = byte }
            var end = 4
            for place in 0..<32 {
                if place == 8 || place == 12 || place == 16 || place == 20 {
                    id[end] = 0x2D
                    end += 1
                }
                id[end] = (place < 16 ? high : low).hexadecimalDigit(at: place % 16)
                end += 1
            }
            return end
        }
    }

    /// Whether a client's text has the form of a request identifier.
    static func isRequestID(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 40, text.hasPrefix("req-") else { return false }
        return bytes.enumerated().dropFirst(4).allSatisfy { index, byte in
            switch index {
            case 12, 17, 22, 27: byte == 0x2D
            default: (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
            }
        }
    }
}

extension Duration {
    /// Milliseconds with three digits behind the point.
    fileprivate var milliseconds: String {
        let microseconds = Int(self / .microseconds(1))
        let fraction = String(microseconds % 1_000)
        return "\(microseconds / 1_000)."
            + String(repeating: "0", count: 3 - fraction.utf8.count) + fraction
    }
}

extension UInt64 {
    /// One of the 16 digits, the highest at place 0, in small letters.
    fileprivate func hexadecimalDigit(at place: Int) -> UInt8 {
        let digit = UInt8(self >> UInt64(60 - 4 * place) & 0xF)
        return digit < 10 ? 0x30 + digit : 0x57 + digit
    }
}
