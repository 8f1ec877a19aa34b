// SPDX-License-Identifier: Apache-2.0

/// A format string in Python's `%` style, such as `%(asctime)s %(message)s`, taken apart once.
struct PercentFormat: Sendable {
    private enum Piece: Sendable {
        case text([UInt8])
        /// A field as it is: `%(name)s`, and `%(name)d` for whole numbers.
        case field(LogField)
        case laidOut(LogField, Layout)
    }

    /// What stands between the field's name and the end of its place in the format.
    fileprivate struct Layout: Equatable, Sendable {
        var isLeft = false
        var isZeroPadded = false
        var isSigned = false
        var width = 0
        var precision: Int?
        var conversion: Unicode.Scalar = "s"
    }

    /// Why a format string cannot be used.
    struct Mistake: Error, Equatable {
        let reason: String
    }

    private var pieces: [Piece] = []

    /// Takes a format string apart.
    ///
    /// - Throws: What Python would stumble over with each line.
    ///
    /// Source: Python's library reference, "printf-style String Formatting".
    init(_ format: String) throws(Mistake) {
        var scalars = Substring(format).unicodeScalars
        var text = ""
        while let scalar = scalars.popFirst() {
            guard scalar == "%" else {
                text.unicodeScalars.append(scalar)
                continue
            }
            if scalars.first == "%" {
                scalars.removeFirst()
                text.append("%")
                continue
            }
            if !text.isEmpty { pieces.append(.text(Array(text.utf8))) }
            text = ""
            pieces.append(try PercentFormat.takeField(&scalars))
        }
        if !text.isEmpty { pieces.append(.text(Array(text.utf8))) }
    }

    /// Whether the format asks for a field.
    func contains(_ wanted: LogField) -> Bool {
        pieces.contains { piece in
            switch piece {
            case .text: false
            case .field(let field), .laidOut(let field, _): field == wanted
            }
        }
    }

    /// Writes the format with its fields filled in.
    ///
    /// - Parameters:
    ///   - bytes: Where it goes.
    ///   - plain: Writes a field as it is; most are, and need no text of their own on the way.
    ///   - value: The value of a field that is to be cut or padded.
    func append(
        to bytes: inout [UInt8], plain: (LogField, inout [UInt8]) -> Void,
        value: (LogField) -> LogValue
    ) {
        for piece in pieces {
            switch piece {
            case .text(let text): bytes.append(contentsOf: text)
            case .field(let field): plain(field, &bytes)
            case .laidOut(let field, let layout): layout.append(value(field), to: &bytes)
            }
        }
    }

    private static func takeField(
        _ scalars: inout Substring.UnicodeScalarView
    ) throws(Mistake) -> Piece {
        guard scalars.first == "(", let end = scalars.firstIndex(of: ")") else {
            throw Mistake(reason: "a % must be followed by (name) or another %")
        }
        let name = String(scalars[scalars.index(after: scalars.startIndex)..<end])
        guard let field = LogField(rawValue: name) else {
            throw Mistake(reason: "there is no field %(\(name))s")
        }
        scalars = scalars[scalars.index(after: end)...]

        var layout = Layout()
        while let flag = scalars.first, "-0+ #".unicodeScalars.contains(flag) {
            if flag == "-" { layout.isLeft = true }
            if flag == "0" { layout.isZeroPadded = true }
            if flag == "+" { layout.isSigned = true }
            scalars.removeFirst()
        }
        layout.width = takeNumber(&scalars) ?? 0
        if scalars.first == "." {
            scalars.removeFirst()
            layout.precision = takeNumber(&scalars) ?? 0
        }
        guard let conversion = scalars.popFirst() else {
            throw Mistake(reason: "%(\(name)) lacks a letter such as s")
        }
        layout.conversion = conversion
        switch conversion {
        case "s", "r", "a": break
        case "d", "i", "u", "f", "F":
            guard field.isNumber else {
                throw Mistake(reason: "%(\(name))\(conversion) asks for a number, \(name) is none")
            }
        default: throw Mistake(reason: "%(\(name))\(conversion) is not understood")
        }
        if layout == Layout() { return .field(field) }
        return .laidOut(field, layout)
    }

    /// At most three digits, which is more than any line needs.
    private static func takeNumber(_ scalars: inout Substring.UnicodeScalarView) -> Int? {
        let digits = scalars.prefix(3).prefix { ("0"..."9").contains($0) }
        scalars = scalars[digits.endIndex...]
        return Int(String(digits))
    }
}

extension PercentFormat.Layout {
    fileprivate func append(_ value: LogValue, to bytes: inout [UInt8]) {
        guard let whole = wholeNumber(value) else {
            return bytes.append(contentsOf: text(of: value).utf8)
        }
        bytes.append(digitsOf: whole, width: isZeroPadded ? width : 0)
    }

    /// The number, if it is one that needs nothing but zeros before it, such as `%(msecs)03d`.
    private func wholeNumber(_ value: LogValue) -> Int? {
        guard conversion == "d", isZeroPadded || width == 0, !isLeft, !isSigned, precision == nil
        else { return nil }
        switch value {
        case .integer(let integer): return integer < 0 ? nil : integer
        case .number(let number): return number < 0 ? nil : Int(number)
        case .text, .nothing: return nil
        }
    }

    private func text(of value: LogValue) -> String {
        var text =
            switch (conversion, value) {
            case ("d", .number(let number)), ("i", .number(let number)), ("u", .number(let number)):
                String(Int(number))
            case ("f", .number(let number)), ("F", .number(let number)):
                number.fixed(digits: precision ?? 6)
            case ("f", .integer(let integer)), ("F", .integer(let integer)):
                Double(integer).fixed(digits: precision ?? 6)
            case ("r", .text(let text)), ("a", .text(let text)): text.pythonQuoted
            default: value.text
            }
        let isText = conversion == "s" || conversion == "r" || conversion == "a"
        if isText, let precision { text = String(text.prefix(precision)) }
        if isSigned, !isText, !text.hasPrefix("-") { text = "+" + text }
        let missing = width - text.count
        guard missing > 0 else { return text }
        guard isZeroPadded, !isText, !isLeft else {
            let spaces = String(repeating: " ", count: missing)
            return isLeft ? text + spaces : spaces + text
        }
        // The sign stands before the zeros.
        let sign = text.prefix { $0 == "+" || $0 == "-" }
        return sign + String(repeating: "0", count: missing) + text.dropFirst(sign.count)
    }
}

extension Double {
    /// A number of moderate size with a fixed count of digits behind the point.
    fileprivate func fixed(digits: Int) -> String {
        let digits = min(digits, 6)
        var scale = 1
        for _ in 0..<digits { scale *= 10 }
        let scaled = Int((abs(self) * Double(scale)).rounded(.toNearestOrEven))
        let sign = self < 0 ? "-" : ""
        let fraction = digits == 0 ? "" : "." + (scaled % scale).padded(digits)
        return "\(sign)\(scaled / scale)\(fraction)"
    }
}

extension [UInt8] {
    /// Adds the decimal digits of a number that is not negative, with zeros before them up to a
    /// width.
    mutating func append(digitsOf number: Int, width: Int = 0) {
        let begin = endIndex
        var rest = number
        repeat {
            append(0x30 + UInt8(rest % 10))
            rest /= 10
        } while rest > 0 || endIndex - begin < width
        self[begin...].reverse()
    }
}
