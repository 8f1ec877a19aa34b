// SPDX-License-Identifier: Apache-2.0

/// Integers as Python's `int()` reads them from text, which clients of the reference can see.
///
/// White space around is dropped; a sign, single underscores between digits, and the decimal digits
/// of all scripts are fine. Source: Python library reference, `int`.
enum PythonInteger {
    /// The number, `Int.max` or `Int.min` if it is beyond them, or `nil` if the text is none.
    static func value(of text: String) -> Int? {
        var scalars = stripped(Substring(text)).unicodeScalars
        let isNegative = scalars.first == "-"
        if isNegative || scalars.first == "+" { scalars.removeFirst() }
        guard !scalars.isEmpty else { return nil }
        var number = 0
        var isBeyond = false
        var followsDigit = false
        for scalar in scalars {
            if scalar == "_", followsDigit {
                followsDigit = false
                continue
            }
            guard scalar.properties.generalCategory == .decimalNumber,
                let digit = scalar.properties.numericValue
            else { return nil }
            let product = number.multipliedReportingOverflow(by: 10)
            let sum = product.partialValue.addingReportingOverflow(Int(digit))
            isBeyond = isBeyond || product.overflow || sum.overflow
            number = sum.partialValue
            followsDigit = true
        }
        guard followsDigit else { return nil }
        if isBeyond { return isNegative ? Int.min : Int.max }
        return isNegative ? -number : number
    }

    /// The text without white space around it.
    static func stripped(_ text: Substring) -> Substring {
        var scalars = text.unicodeScalars
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return Substring(scalars)
    }

    /// What Python says of a text that is no integer.
    static func complaint(about text: String) -> String {
        let quote = text.contains("'") && !text.contains("\"") ? "\"" : "'"
        return "invalid literal for int() with base 10: \(quote)\(text)\(quote)"
    }
}
