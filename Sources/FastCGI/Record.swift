// SPDX-License-Identifier: Apache-2.0

/// The head of a FastCGI record.
///
/// Source: FastCGI specification 1.0, section 3.3 "Records" and 8 "Types and constants".
struct Record: Equatable {
    /// What a record carries; only these travel between a web server and a responder.
    enum Kind: UInt8 {
        case beginRequest = 1
        case abortRequest = 2
        case parameters = 4
        case standardInput = 5
    }

    static let headSizeBytes = 8
    static let version: UInt8 = 1
    static let responderRole: UInt16 = 1
    static let keepConnectionFlag: UInt8 = 1
    static let maximumContentBytes = 65_535

    var kind: Kind
    var requestID: UInt16
    var contentLength: Int
    var paddingLength: Int

    /// Reads the eight bytes of a head.
    ///
    /// - Throws: What no web server sends. That covers the management records too (request 0),
    ///   which neither nginx nor Apache uses.
    init(head: [UInt8]) throws(ProtocolViolation) {
        precondition(head.count == Record.headSizeBytes, "a head has eight bytes")
        guard head[0] == Record.version else { throw .version }
        guard let kind = Kind(rawValue: head[1]) else { throw .kind }
        self.kind = kind
        requestID = UInt16(head[2]) << 8 | UInt16(head[3])
        contentLength = Int(head[4]) << 8 | Int(head[5])
        paddingLength = Int(head[6])
        guard requestID != 0 else { throw .requestID }
    }

    init(_ kind: Kind, requestID: UInt16, contentLength: Int) {
        self.kind = kind
        self.requestID = requestID
        self.contentLength = contentLength
        paddingLength = 0
    }

    /// Adds the eight bytes of the head.
    func append(to bytes: inout [UInt8]) {
        bytes.append(Record.version)
        bytes.append(kind.rawValue)
        bytes.append(UInt8(requestID >> 8))
        bytes.append(UInt8(requestID & 0xFF))
        bytes.append(UInt8(contentLength >> 8))
        bytes.append(UInt8(contentLength & 0xFF))
        bytes.append(UInt8(paddingLength))
        bytes.append(0)
    }
}

/// Why a connection is closed without an answer: the peer does not speak FastCGI as web servers do.
enum ProtocolViolation: String, Error {
    case version = "a record is not of FastCGI version 1"
    case kind = "a record is of a kind that no web server sends to a responder"
    case requestID = "a record belongs to another request"
    case order = "a record came out of turn"
    case begin = "a request began with a malformed record"
    case role = "a request asked for another role than responder"
    case parameters = "the variables of a request are malformed"
    case aborted = "the web server gave a request up"
}
