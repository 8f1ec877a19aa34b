// SPDX-License-Identifier: Apache-2.0

import Gateway

extension Response {
    /// The status and the headers as a web server expects them, up to the empty line.
    ///
    /// The phrase is always there: nginx would send a bare number to the client otherwise.
    /// Source: RFC 3875, section 6.2 "Response Types".
    var head: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        bytes.append(contentsOf: "Status: \(status.rawValue) \(status.phrase)\r\n".utf8)
        for header in headers.lines {
            bytes.append(line: header.name)
            bytes.append(contentsOf: ": ".utf8)
            bytes.append(line: header.value)
            bytes.append(contentsOf: "\r\n".utf8)
        }
        // Without it, web servers send the body in chunks. A 204 must not have it (RFC 9110, 8.6).
        if status != .noContent, headers["Content-Length"] == nil {
            bytes.append(contentsOf: "Content-Length: \(body.count)\r\n".utf8)
        }
        bytes.append(contentsOf: "\r\n".utf8)
        return bytes
    }
}

extension [UInt8] {
    /// Adds text of Latin-1 characters, one byte each, as a part of one line.
    ///
    /// Here is the last place to keep a value from ending its header and beginning another one,
    /// so control characters become spaces; what Latin-1 lacks becomes a question mark.
    fileprivate mutating func append(line text: String) {
        let utf8 = text.utf8
        if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
            append(contentsOf: utf8)
            return
        }
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x00..<0x20, 0x7F: append(0x20)
            case 0x20...0xFF: append(UInt8(truncatingIfNeeded: scalar.value))
            default: append(UInt8(ascii: "?"))
            }
        }
    }
}
