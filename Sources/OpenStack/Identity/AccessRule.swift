// SPDX-License-Identifier: Apache-2.0

import JSON

/// One thing that an application credential may be used for.
struct AccessRule: Equatable, Sendable {
    let service: String
    let method: String
    /// A path in which `*` and `{name}` stand for one segment and `**` for anything.
    let path: String

    /// Reads a rule; what it leaves out allows nothing.
    init(_ rule: Value) {
        service = rule["service"]?.string ?? ""
        method = rule["method"]?.string ?? ""
        path = rule["path"]?.string ?? ""
    }

    /// Whether the rule allows a request.
    ///
    /// Source: keystonemiddleware 13 `auth_token/__init__.py`, `_path_matches`; there, characters
    /// that mean something in regular expressions keep that meaning, here they are themselves.
    ///
    /// - Parameters:
    ///   - method: The request's method.
    ///   - path: Its path with the mount in front, percent-encoded.
    ///   - serviceType: What rules call this service.
    /// - Returns: Whether all three fit.
    func allows(method: String, path: String, serviceType: String) -> Bool {
        self.method == method && service == serviceType && matches(Array(path.utf8))
    }

    private enum Part {
        case literal(UInt8)
        /// At least one character other than a slash.
        case segment
        case anything
    }

    private var parts: [Part] {
        var parts: [Part] = []
        var rest = Array(path.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "*"):
                if rest.first == byte {
                    rest.removeFirst()
                    parts.append(.anything)
                } else {
                    parts.append(.segment)
                }
            case UInt8(ascii: "{"):
                guard let end = rest.firstIndex(of: UInt8(ascii: "}")) else { continue }
                rest = rest[(end + 1)...]
                parts.append(.segment)
            default:
                parts.append(.literal(byte))
            }
        }
        return parts
    }

    /// Follows all ways through the pattern at once, so that no path takes long.
    private func matches(_ path: [UInt8]) -> Bool {
        let parts = parts
        // Where in the pattern the text read so far may have come to: before a part, or inside a
        // segment that has begun.
        var before = [Bool](repeating: false, count: parts.count + 1)
        var inside = before
        before[0] = true
        func skipAnything() {
            for index in parts.indices where before[index] {
                if case .anything = parts[index] { before[index + 1] = true }
            }
        }
        skipAnything()
        for byte in path {
            var nextBefore = [Bool](repeating: false, count: parts.count + 1)
            var nextInside = nextBefore
            for (index, part) in parts.enumerated() where before[index] || inside[index] {
                switch part {
                case .literal(let expected):
                    if byte == expected { nextBefore[index + 1] = true }
                case .segment:
                    guard byte != UInt8(ascii: "/") else { continue }
                    nextInside[index] = true
                    nextBefore[index + 1] = true
                case .anything:
                    nextBefore[index] = true
                }
            }
            before = nextBefore
            inside = nextInside
            skipAnything()
        }
        return before[parts.count]
    }
}
