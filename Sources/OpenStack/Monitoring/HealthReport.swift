// SPDX-License-Identifier: Apache-2.0

import JSON

/// Whether the service should get requests, and why.
package struct HealthReport: Sendable {
    /// One thing that was looked at.
    package struct Finding: Sendable {
        package let name: String
        package let isHealthy: Bool
        /// What was found, in a few words.
        package let detail: String

        package init(_ name: String, isHealthy: Bool, _ detail: String) {
            self.name = name
            self.isHealthy = isHealthy
            self.detail = detail
        }
    }

    package let findings: [Finding]

    package init(_ findings: [Finding]) {
        self.findings = findings
    }

    /// Whether nothing was found that speaks against it.
    package var isHealthy: Bool { findings.allSatisfy(\.isHealthy) }

    /// The report as an object with `healthy` and a list of `checks`.
    var json: [UInt8] {
        let checks: [Value] = findings.map { finding in
            [
                "name": .string(finding.name), "healthy": .bool(finding.isHealthy),
                "detail": .string(finding.detail),
            ]
        }
        let report: Value = ["healthy": .bool(isHealthy), "checks": .array(checks)]
        return report.encoded
    }
}
