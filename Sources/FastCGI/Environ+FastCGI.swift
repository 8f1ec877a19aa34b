// SPDX-License-Identifier: Apache-2.0

import CFCGI
import Gateway

extension Environ {
    /// The variables of a request as libfcgi holds them: `NAME=value`, up to a null pointer.
    ///
    /// Of a name that comes twice the last value stays. nginx before 1.23 sends a repeated header
    /// like that, and so the reference reads it under uwsgi. Values become Latin-1 (PEP 3333).
    init(_ variables: FCGX_ParamArray) {
        var values: [String: String] = [:]
        values.reserveCapacity(48)
        // The first one is libfcgi's own, FCGI_ROLE.
        var next = variables + 1
        while let variable = next.pointee {
            let bytes = UnsafeRawPointer(variable).assumingMemoryBound(to: UInt8.self)
            var nameLength = 0
            while bytes[nameLength] != UInt8(ascii: "=") { nameLength += 1 }
            let value = bytes + nameLength + 1
            var valueLength = 0
            while value[valueLength] != 0 { valueLength += 1 }
            let name = String(latin1: UnsafeBufferPointer(start: bytes, count: nameLength))
            values[name] = String(latin1: UnsafeBufferPointer(start: value, count: valueLength))
            next += 1
        }
        self.init(values)
    }
}

extension String {
    /// Makes one character of each byte.
    init(latin1 bytes: UnsafeBufferPointer<UInt8>) {
        // One pass without branches tells ASCII, which is nearly everything, from the rest.
        if bytes.reduce(0, |) < 0x80 {
            self.init(decoding: bytes, as: UTF8.self)
            return
        }
        self.init()
        unicodeScalars.append(contentsOf: bytes.lazy.map { Unicode.Scalar($0) })
    }
}
