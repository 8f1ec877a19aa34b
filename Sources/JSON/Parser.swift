// SPDX-License-Identifier: Apache-2.0

extension Value {
    /// The value that a JSON text spells, as Python's `json.loads` reads it from bytes.
    ///
    /// `NaN`, `Infinity` and `-Infinity` are numbers, integers have any size up to 4,300 digits.
    /// Unlike Python, which carries lone surrogates (`"\ud800"`) until something fails to encode
    /// them, they are refused here, and so is a nesting of more than
    /// ``Parser/deepestNesting`` arrays and objects, at which the reference fails, and a text of
    /// more than ``Parser/mostValues`` values, which would take very much more memory than itself.
    ///
    /// - Throws: ``ParseError`` with Python's sentence.
    package init(parsing bytes: [UInt8]) throws(ParseError) {
        if let fault = InvalidUTF8(in: bytes) { throw ParseError(fault.description) }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            throw ParseError("Unexpected UTF-8 BOM (decode using utf-8-sig)", in: bytes, at: 0)
        }
        var parser = Parser(bytes)
        parser.skipWhitespace()
        self = try parser.value(depth: 0)
        parser.skipWhitespace()
        if parser.position < bytes.count { throw parser.error("Extra data") }
        if let place = parser.loneSurrogate {
            throw parser.error("Lone surrogate in a string", at: place)
        }
    }
}

/// One pass over the bytes of a JSON text, which are known to be UTF-8.
///
/// Source: the order of checks, and with it what is reported where, is that of CPython's
/// `Modules/_json.c`.
struct Parser {
    /// How many arrays and objects may be open at once.
    static let deepestNesting = 256
    /// How many values there may be, arrays and objects included.
    ///
    /// A reshape of 64 MiB has less. Of claims a value takes about 29 bytes, its key included and
    /// written without blanks, and of whole inventories about 14.
    static let mostValues = 5_000_000

    let bytes: [UInt8]
    var position = 0
    private var values = 0
    private let mostValues: Int
    /// Where the first lone surrogate was escaped; told only of a document that is fine otherwise.
    var loneSurrogate: Int?

    init(_ bytes: [UInt8], mostValues: Int = Parser.mostValues) {
        self.bytes = bytes
        self.mostValues = mostValues
    }

    /// The byte at `position`, or `nil` at the end.
    var next: UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    func error(_ message: String, at place: Int? = nil) -> ParseError {
        ParseError(message, in: bytes, at: place ?? position)
    }

    mutating func skipWhitespace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    /// Reads the value that begins at `position`, inside of `depth` arrays and objects.
    mutating func value(depth: Int) throws(ParseError) -> Value {
        values += 1
        if values > mostValues { throw error("More than \(mostValues) values") }
        switch next {
        case UInt8(ascii: "\""):
            position += 1
            return .string(try string())
        case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
        case UInt8(ascii: "t") where skip("true"): return .bool(true)
        case UInt8(ascii: "f") where skip("false"): return .bool(false)
        case UInt8(ascii: "n") where skip("null"): return .null
        case UInt8(ascii: "N") where skip("NaN"): return .double(.nan)
        case UInt8(ascii: "I") where skip("Infinity"): return .double(.infinity)
        case UInt8(ascii: "-") where skip("-Infinity"): return .double(-.infinity)
        case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return try number()
        default: throw error("Expecting value")
        }
    }

    /// Moves behind `word` if it stands here.
    private mutating func skip(_ word: StaticString) -> Bool {
        let end = position + word.utf8CodeUnitCount
        guard end <= bytes.count else { return false }
        let isHere = word.withUTF8Buffer { $0.elementsEqual(bytes[position..<end]) }
        if isHere { position = end }
        return isHere
    }

    private func checkNesting(_ depth: Int) throws(ParseError) {
        if depth > Parser.deepestNesting {
            throw error("Nesting of more than \(Parser.deepestNesting) arrays and objects")
        }
    }

    /// Reads an array, from its bracket on.
    private mutating func array(depth: Int) throws(ParseError) -> [Value] {
        try checkNesting(depth)
        var elements: [Value] = []
        position += 1
        skipWhitespace()
        if next == UInt8(ascii: "]") {
            position += 1
            return elements
        }
        while true {
            elements.append(try value(depth: depth))
            skipWhitespace()
            switch next {
            case UInt8(ascii: "]"):
                position += 1
                return elements
            case UInt8(ascii: ","): position += 1
            default: throw error("Expecting ',' delimiter")
            }
            skipWhitespace()
        }
    }

    /// Reads an object, from its brace on.
    private mutating func object(depth: Int) throws(ParseError) -> Object {
        try checkNesting(depth)
        var object = Object()
        position += 1
        skipWhitespace()
        if next == UInt8(ascii: "}") {
            position += 1
            return object
        }
        while true {
            guard next == UInt8(ascii: "\"") else {
                throw error("Expecting property name enclosed in double quotes")
            }
            position += 1
            let key = try string()
            skipWhitespace()
            guard next == UInt8(ascii: ":") else { throw error("Expecting ':' delimiter") }
            position += 1
            skipWhitespace()
            object[key] = try value(depth: depth)
            skipWhitespace()
            switch next {
            case UInt8(ascii: "}"):
                position += 1
                return object
            case UInt8(ascii: ","): position += 1
            default: throw error("Expecting ',' delimiter")
            }
            skipWhitespace()
        }
    }
}
