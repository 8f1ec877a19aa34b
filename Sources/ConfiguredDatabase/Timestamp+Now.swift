// SPDX-License-Identifier: Apache-2.0

package import POSIX
package import Placement

extension Timestamp {
    /// The moment at which this is asked: what the programs write into rows.
    package static var now: Timestamp { Timestamp(WallTime.now) }

    /// A moment of the system's clock, to the microsecond.
    package init(_ time: WallTime) {
        self.init(microseconds: Int(time.seconds) * 1_000_000 + time.nanoseconds / 1_000)
    }
}
