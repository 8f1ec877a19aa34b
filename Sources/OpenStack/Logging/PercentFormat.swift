// SPDX-License-Identifier: Apache-2.0

/// A format string in Python's `%` style, such as `%(asctime)s %(message)s`, taken apart once.
struct PercentFormat: Sendable {
    private enum Piece: Sendable {
        case text(String)
        case field(LogField, Layout)
    }

    /// What stands between the field's name and the end of its place in the format.
    fileprivate struct Layout: Sendable {
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
            if !text.isEmpty { pieces.append(.text(text)) }
            text = ""
            pieces.append(try PercentFormat.takeField(&scalars))
        }
        if !text.isEmpty { pieces.append(.text(text)) }
    }

    /// Whether the format asks for a field.
    func contains(_ wanted: LogField) -> Bool {
        pieces.contains { if case .field(wanted, _) = $0 { true } else { false } }
    }

    /// Writes the format with its fields filled in.
    func append(to bytes: inout [UInt8], _ value: (LogField) -> LogValue) {
        for piece in pieces {
            switch piece {
            case .text(let text): bytes.append(contentsOf: text.utf8)
            case .field(let field, let layout):
                bytes.append(contentsOf: layout.text(of: value(field)).utf8)
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
        return .field(field, layout)
    }

    /// At most three digits, which is more than any line needs.
    private static func takeNumber(_ scalars: inout Substring.UnicodeScalarView) -> Int? {
        let digits = scalars.prefix(3).prefix { ("0"..."9").contains($0) }
        scalars = scalars[digits.endIndex...]
        return Int(String(digits))
    }
}

extension PercentFormat.Layout {
    fileprivate func text(of value: LogValue) -> String {
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
        let padding = String(
            repeating: isZeroPadded && !isText && !isLeft ? "0" : " ", count: missing)
        return isLeft ? text + padding : padding + text
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
