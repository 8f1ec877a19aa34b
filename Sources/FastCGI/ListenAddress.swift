// SPDX-License-Identifier: Apache-2.0

/// Where a responder listens, as an operator writes it.
package enum ListenAddress: Equatable, Sendable, CustomStringConvertible {
    /// `unix:PATH`
    case unix(path: String)
    /// `HOST:PORT`, `[IPv6]:PORT`; `:PORT` is 127.0.0.1.
    case internet(host: String, port: UInt16)
    /// `fd:N`, a socket that listens already.
    case descriptor(Int32)

    /// Reads one of the three forms; `nil` if `text` is none of them.
    package init?(_ text: String) {
        if let path = text.removing(prefix: "unix:") {
            guard !path.isEmpty else { return nil }
            self = .unix(path: path)
        } else if let number = text.removing(prefix: "fd:") {
            guard let descriptor = Int32(number), descriptor >= 0 else { return nil }
            self = .descriptor(descriptor)
        } else {
            guard let colon = text.lastIndex(of: ":"),
                let port = UInt16(text[text.index(after: colon)...])
            else { return nil }
            var host = text[..<colon]
            if host.hasPrefix("[") && host.hasSuffix("]") {
                host = host.dropFirst().dropLast()
                guard host.contains(":") else { return nil }
            } else if host.contains(":") {
                // Nobody can tell where an IPv6 address without brackets ends.
                return nil
            }
            self = .internet(host: host.isEmpty ? "127.0.0.1" : String(host), port: port)
        }
    }

    package var description: String {
        switch self {
        case .unix(let path): "unix:\(path)"
        case .internet(let host, let port):
            host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .descriptor(let number): "fd:\(number)"
        }
    }
}

extension String {
    /// What follows a prefix; `nil` if the text does not begin with it.
    fileprivate func removing(prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
