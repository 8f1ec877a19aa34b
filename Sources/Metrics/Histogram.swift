// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Counts values by their size, from any thread.
///
/// A value is counted in the first of ascending bounds that it does not exceed, or behind the last.
package final class Histogram: Sendable {
    /// The most bounds that there can be.
    package static let boundLimit = 15

    /// The bounds, in the unit of ``record(_:)``.
    let bounds: [Int]
    /// How many units of ``record(_:)`` are one unit of the page: 1,000,000,000 for durations.
    let scale: Int
    private let counters: InlineArray<16, Atomic<Int>>
    private let total = Atomic(0)

    /// Makes an empty histogram.
    ///
    /// - Parameters:
    ///   - bounds: At most ``boundLimit``, ascending.
    ///   - scale: How many units of the bounds are one unit of the page.
    package init(bounds: [Int], scale: Int = 1) {
        precondition(bounds.count <= Histogram.boundLimit, "too many bounds")
        precondition(zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 }, "bounds must ascend")
        self.bounds = bounds
        self.scale = scale
        counters = InlineArray { _ in Atomic(0) }
    }

    /// A histogram of durations, from half a millisecond to ten seconds.
    package static func ofDurations() -> Histogram {
        let microseconds = [
            500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000,
            2_500_000, 5_000_000, 10_000_000,
        ]
        return Histogram(bounds: microseconds.map { $0 * 1_000 }, scale: 1_000_000_000)
    }

    /// Counts a value.
    package func record(_ value: Int) {
        // Most values are small, so looking from the front is as fast as anything.
        var place = 0
        while place < bounds.count, value > bounds[place] { place += 1 }
        counters[place].add(1, ordering: .relaxed)
        total.add(value, ordering: .relaxed)
    }

    /// Counts a duration, in a histogram of durations.
    package func record(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        record(Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000))
    }

    /// How many values there were.
    package var count: Int { reading.counts.reduce(0, +) }

    /// The sum of all values.
    package var sum: Int { total.load(ordering: .relaxed) }

    /// How many values there were in each place, and their sum.
    ///
    /// Values that are recorded at the same moment may be in one and not yet in the other.
    var reading: (counts: [Int], sum: Int) {
        let counts = (0...bounds.count).map { counters[$0].load(ordering: .relaxed) }
        return (counts, sum)
    }
}
