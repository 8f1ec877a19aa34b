// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

@Suite struct PatternTests {
    private static let pairs: [(Pattern, String)] = [
        ("^[A-Z0-9_]+$", "VCPU"), ("^[A-Z0-9_]+$", "VCPU\n"),
        ("^CUSTOM_[A-Z0-9_]+$", "CUSTOM_1"),
        ("^[0-9a-f-]{3}$", "a-9"),
        ("[a-z]{1,2}", "??x??"),
        ("^resources([1-9][0-9]*)?$", "resources"),
        ("^resources([1-9][0-9]*)?$", "resources10"),
        ("^resources([a-z]{1,2})?$", "resourcesab"),
        ("^[A-Z]+$|^all|^unknown$", "allx"), ("^[A-Z]+$|^all|^unknown$", "unknown"),
    ]

    @Test(arguments: pairs.map { ($0.0.text, $0.1) })
    func `a pattern is found`(pattern: String, text: String) {
        #expect(Pattern(pattern).matches(text))
    }

    @Test(arguments: [
        ("^[A-Z0-9_]+$", ""), ("^[A-Z0-9_]+$", "vCPU"), ("^[A-Z0-9_]+$", "VCPU\n\n"),
        ("^[A-Z0-9_]+$", "É"),
        ("^CUSTOM_[A-Z0-9_]+$", "CUSTOM_"), ("^CUSTOM_[A-Z0-9_]+$", "XCUSTOM_A"),
        ("^[0-9a-f-]{3}$", "a-"), ("^[0-9a-f-]{3}$", "a-99"),
        ("[a-z]{1,2}", "?!"),
        ("^resources([1-9][0-9]*)?$", "resources01"),
        ("^resources([1-9][0-9]*)?$", "resource"),
        ("^resources([a-z]{1,2})?$", "resourcesabc"),
        ("^[A-Z]+$|^all|^unknown$", "unknownx"), ("^[A-Z]+$|^all|^unknown$", "al"),
    ])
    func `a pattern is not found`(pattern: String, text: String) {
        #expect(!Pattern(pattern).matches(text))
    }
}
