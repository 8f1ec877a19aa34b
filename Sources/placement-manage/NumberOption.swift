// SPDX-License-Identifier: Apache-2.0

import OpenStack
import Placement

extension [String: String] {
    /// The number that an option was given.
    ///
    /// - Throws: ``UsageError`` if it is no number in the range.
    func number(
        _ name: String, default number: Int, in range: ClosedRange<Int>
    ) throws(UsageError) -> Int {
        guard let text = self[name] else { return number }
        guard let number = Int(text), range.contains(number) else {
            throw UsageError(
                "\(name) must be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}

extension Timestamp {
    func advanced(bySeconds seconds: Int) -> Timestamp {
        Timestamp(microseconds: microseconds + seconds * 1_000_000)
    }
}
