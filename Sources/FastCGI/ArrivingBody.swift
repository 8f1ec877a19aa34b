// SPDX-License-Identifier: Apache-2.0

/// A body as far as it has come: pieces that are put together once, at the end.
///
/// A connection travels between the table and the workers with each piece that comes. If a copy of
/// it is still around then, no more than the last piece is copied, however large the body is.
struct ArrivingBody: Sendable {
    /// The most room that is made before it is needed; one read brings no more.
    static let pieceSizeBytes = 64 << 10

    /// In order; all but the last one are complete.
    private(set) var pieces: [[UInt8]] = []
    private(set) var count = 0
    /// The memory that it holds.
    private(set) var capacityBytes = 0

    mutating func append(_ bytes: ArraySlice<UInt8>) {
        count += bytes.count
        var rest = bytes
        if let last = pieces.indices.last {
            let fitting = rest.prefix(pieces[last].capacity - pieces[last].count)
            pieces[last].append(contentsOf: fitting)
            rest = rest.dropFirst(fitting.count)
        }
        if rest.isEmpty { return }
        var piece: [UInt8] = []
        // Most bodies come in one piece, which then has no more room than it needs. Of others as
        // much again is expected as has come.
        let expected = pieces.isEmpty ? 0 : min(max(count, 4_096), ArrivingBody.pieceSizeBytes)
        piece.reserveCapacity(max(rest.count, expected))
        piece.append(contentsOf: rest)
        capacityBytes += piece.capacity
        pieces.append(piece)
    }

    /// All bytes in one array; nothing is left here.
    mutating func join() -> [UInt8] {
        var pieces = pieces
        let count = count
        self = ArrivingBody()
        guard pieces.count > 1 else { return pieces.first ?? [] }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        for index in pieces.indices {
            bytes.append(contentsOf: pieces[index])
            // Or the body would take its size twice until the end.
            pieces[index] = []
        }
        return bytes
    }
}
