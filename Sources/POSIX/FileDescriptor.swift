// SPDX-License-Identifier: Apache-2.0

import Glibc

/// An open file, socket or other descriptor, closed when it goes out of scope.
package struct FileDescriptor: ~Copyable, Sendable {
    package let rawValue: Int32

    /// Takes over an open descriptor: nobody else may close it.
    package init(owning rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// Gives the descriptor up without closing it.
    package consuming func release() -> Int32 {
        let rawValue = rawValue
        discard self
        return rawValue
    }

    deinit {
        // Linux frees the descriptor even if close() fails, so there is nothing to try again.
        close(rawValue)
    }
}
