// SPDX-License-Identifier: Apache-2.0

import Metrics
import Testing

@Suite struct ExpositionTests {
    private func text(_ make: (inout Exposition) -> Void) -> String {
        var page = Exposition()
        make(&page)
        return String(decoding: page.bytes, as: UTF8.self)
    }

    @Test func `a counter has a head of two lines and a sample`() {
        let page = text { $0.counter("writes_total", "Writes done.", 3) }
        #expect(
            page
                == "# HELP writes_total Writes done.\n# TYPE writes_total counter\nwrites_total 3\n"
        )
    }

    @Test(arguments: [
        (0.25, "0.25"), (-1, "-1"), (1e300, "1e+300"), (.infinity, "+Inf"), (-.infinity, "-Inf"),
        (.nan, "NaN"), (2_147_483_647, "2147483647"),
    ])
    func `a number is written as Prometheus reads it`(value: Double, expected: String) {
        #expect(text { $0.gauge("g", "G.", value) }.hasSuffix("\ng \(expected)\n"))
    }

    @Test func `labels are escaped`() {
        let page = text {
            $0.gauges("g", "back\\slash\nline \"q\"", [([("a", "x\"y\\z\n"), ("b", "é")], 1)])
        }
        #expect(page.contains("# HELP g back\\\\slash\\nline \"q\"\n"))
        #expect(page.contains("g{a=\"x\\\"y\\\\z\\n\",b=\"é\"} 1\n"))
    }

    @Test func `a family without samples leaves no trace`() {
        #expect(text { $0.counters("c", "C.", []) } == "")
        #expect(text { $0.histograms("h", "H.", []) } == "")
    }

    @Test func `a histogram counts each value in all buckets from its own on`() {
        let histogram = Histogram(bounds: [1, 10])
        for value in [1, 2, 10, 11, 0] { histogram.record(value) }
        let page = text { $0.histograms("h", "H.", [([("k", "v")], histogram)]) }
        #expect(
            page == """
                # HELP h H.
                # TYPE h histogram
                h_bucket{k="v",le="1"} 2
                h_bucket{k="v",le="10"} 4
                h_bucket{k="v",le="+Inf"} 5
                h_sum{k="v"} 24
                h_count{k="v"} 5

                """)
    }

    @Test func `durations are told in seconds`() {
        let histogram = Histogram.ofDurations()
        histogram.record(.milliseconds(3))
        histogram.record(.seconds(20))
        let page = text { $0.histograms("h", "H.", [([], histogram)]) }
        #expect(page.contains("h_bucket{le=\"0.0025\"} 0\n"))
        #expect(page.contains("h_bucket{le=\"0.005\"} 1\n"))
        #expect(page.contains("h_bucket{le=\"10\"} 1\n"))
        #expect(page.contains("h_bucket{le=\"+Inf\"} 2\n"))
        #expect(page.contains("h_sum 20.003\n"))
    }

    @Test func `nothing is lost when many threads count`() async {
        let histogram = Histogram(bounds: [5])
        let counter = Counter()
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    for value in 0..<1_000 {
                        histogram.record(value % 10)
                        counter.add(2)
                    }
                }
            }
        }
        #expect(counter.value == 16_000)
        #expect(text { $0.histograms("h", "H.", [([], histogram)]) }.contains("h_count 8000\n"))
    }
}
