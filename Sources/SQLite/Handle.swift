// SPDX-License-Identifier: Apache-2.0

/// A handle that SQLite gave out, kept as a number because a pointer is not Sendable.
///
/// Connections are opened in SQLite's multi-thread mode: any thread may use any of them, but only
/// one at a time. ``Pool`` and ``WriteQueue`` see to that.
/// Source: https://www.sqlite.org/threadsafe.html
struct Handle: Sendable {
    private let address: UInt

    init(_ pointer: OpaquePointer) {
        address = UInt(bitPattern: pointer)
    }

    var pointer: OpaquePointer {
        guard let pointer = OpaquePointer(bitPattern: address) else {
            preconditionFailure("the address came from a pointer")
        }
        return pointer
    }
}
