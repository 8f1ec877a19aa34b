// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A folder of a test's own, removed with all that is in it.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        // Short, because the path of a socket has 107 bytes at most.
        path = "/tmp/fcgi-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false)
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            print("left behind: \(path): \(error)")
        }
    }
}
