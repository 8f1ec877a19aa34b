// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import FastCGI

@Suite struct ParametersTests {
    @Test func `pairs of all lengths are well formed`() {
        let long = String(repeating: "x", count: 70_000)
        #expect(Parameters.areWellFormed([]))
        #expect(
            Parameters.areWellFormed(
                Wire.pair("A", "") + Wire.pair("B", "=") + Wire.pair(long, long)))
    }

    @Test(arguments: [
        [1], [1, 0], [0x80], [0x80, 0, 0], [1, 2, 65, 66], [0xFF, 0xFF, 0xFF, 0xFF, 0, 65],
        [1, 0xFF, 0xFF, 0xFF, 0xFF, 65], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
    ])
    func `a length beyond the bytes is refused`(bytes: [UInt8]) {
        #expect(!Parameters.areWellFormed(bytes))
    }

    @Test func `a pair that would become another one as a C string is refused`() {
        #expect(!Parameters.areWellFormed(Wire.pair("", "x")))
        #expect(!Parameters.areWellFormed(Wire.pair("A=B", "x")))
        #expect(!Parameters.areWellFormed(Wire.pair([65, 0, 66], [])))
        #expect(!Parameters.areWellFormed(Wire.pair([65], [66, 0, 67])))
    }
}
