// SPDX-License-Identifier: Apache-2.0

import Foundation
import POSIX
import Testing

@Suite struct MemoryFileTests {
    @Test func `each time the new bytes are read and nothing else`() throws {
        let file = try MemoryFile(name: "test")
        let handle = FileHandle(fileDescriptor: file.descriptor, closeOnDealloc: false)
        #expect(try handle.readToEnd() ?? Data() == Data())
        for size in [10, 300_000, 7, 8, 0, 1] {
            let bytes = [UInt8](repeating: UInt8(size % 251), count: size)
            try file.replaceContents(by: bytes)
            #expect(try handle.readToEnd() ?? Data() == Data(bytes))
        }
        try file.replaceContents(by: Array("abc".utf8))
        #expect(try handle.read(upToCount: 2) == Data("ab".utf8))
        try file.replaceContents(by: Array("de".utf8))
        #expect(try handle.readToEnd() == Data("de".utf8))
    }
}
