// SPDX-License-Identifier: Apache-2.0

/// A page of figures as Prometheus reads it.
///
///     var page = Exposition()
///     page.counter("placement_commits_total", "Transactions committed.", 17)
///
/// Source: Prometheus, "Exposition formats", text format 0.0.4.
package struct Exposition {
    /// What tells the samples of one family apart, in the order in which it is written.
    package typealias Labels = [(name: String, value: String)]

    /// The media type of a page.
    package static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    /// The page, in UTF-8.
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// Adds a number that only grows.
    package mutating func counter(_ name: String, _ help: String, _ value: Int) {
        counters(name, help, [([], Double(value))])
    }

    /// Adds a number that goes up and down.
    package mutating func gauge(_ name: String, _ help: String, _ value: Double) {
        gauges(name, help, [([], value)])
    }

    /// Adds numbers that only grow, each with labels of its own; nothing if there are none.
    package mutating func counters(
        _ name: String, _ help: String, _ samples: [(labels: Labels, value: Double)]
    ) {
        family(name, "counter", help, samples)
    }

    /// Adds numbers that go up and down, each with labels of its own; nothing if there are none.
    package mutating func gauges(
        _ name: String, _ help: String, _ samples: [(labels: Labels, value: Double)]
    ) {
        family(name, "gauge", help, samples)
    }

    /// Adds histograms, each with labels of its own; nothing if there are none.
    package mutating func histograms(
        _ name: String, _ help: String, _ samples: [(labels: Labels, histogram: Histogram)]
    ) {
        guard !samples.isEmpty else { return }
        head(name, "histogram", help)
        for (labels, histogram) in samples {
            let (counts, sum) = histogram.reading
            var running = 0
            for (place, count) in counts.enumerated() {
                running += count
                let bound =
                    place < histogram.bounds.count
                    ? Exposition.text(
                        Double(histogram.bounds[place]) / Double(histogram.scale)) : "+Inf"
                sample(name + "_bucket", labels + [("le", bound)], Double(running))
            }
            sample(name + "_sum", labels, Double(sum) / Double(histogram.scale))
            sample(name + "_count", labels, Double(running))
        }
    }

    private mutating func family(
        _ name: String, _ kind: String, _ help: String,
        _ samples: [(labels: Labels, value: Double)]
    ) {
        guard !samples.isEmpty else { return }
        head(name, kind, help)
        for (labels, value) in samples { sample(name, labels, value) }
    }

    private mutating func head(_ name: String, _ kind: String, _ help: String) {
        append("# HELP \(name) \(Exposition.escaped(help, quotes: false))\n")
        append("# TYPE \(name) \(kind)\n")
    }

    private mutating func sample(_ name: String, _ labels: Labels, _ value: Double) {
        append(name)
        for (place, label) in labels.enumerated() {
            append(place == 0 ? "{" : ",")
            append("\(label.name)=\"\(Exposition.escaped(label.value, quotes: true))\"")
        }
        if !labels.isEmpty { append("}") }
        append(" \(Exposition.text(value))\n")
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// A number as the page has it; whole ones without a fraction.
    static func text(_ value: Double) -> String {
        if let whole = Int(exactly: value) { return String(whole) }
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return "\(value)"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
