// SPDX-License-Identifier: Apache-2.0

/// The name-value pairs of a request, as they are on the wire.
///
/// Source: FastCGI specification 1.0, section 3.4 "Name-Value Pairs".
enum Parameters {
    /// Finds out whether libfcgi can be trusted with these bytes.
    ///
    /// It believes each length up to 2 GiB and allocates that much, and hands the pairs on as
    /// C strings `name=value`; so every pair must lie within the bytes, and hold no NUL and no
    /// `=` in a place where it would make another pair of it.
    static func areWellFormed(_ bytes: [UInt8]) -> Bool {
        var position = 0
        while position < bytes.count {
            guard let nameLength = length(in: bytes, at: &position),
                let valueLength = length(in: bytes, at: &position),
                nameLength > 0, nameLength <= bytes.count - position,
                valueLength <= bytes.count - position - nameLength
            else { return false }
            let name = bytes[position..<position + nameLength]
            let pair = bytes[position..<position + nameLength + valueLength]
            guard !name.contains(UInt8(ascii: "=")), !pair.contains(0) else { return false }
            position = pair.endIndex
        }
        return true
    }

    /// Reads a length of one byte, or of four where the first one has its highest bit set.
    private static func length(in bytes: [UInt8], at position: inout Int) -> Int? {
        guard position < bytes.count else { return nil }
        let first = bytes[position]
        if first < 0x80 {
            position += 1
            return Int(first)
        }
        guard bytes.count - position >= 4 else { return nil }
        let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
        position += 4
        return length & 0x7FFF_FFFF
    }
}
