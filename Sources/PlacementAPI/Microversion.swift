// SPDX-License-Identifier: Apache-2.0

package import Gateway
import JSON

/// A version of the API, such as 1.39.
package struct Microversion: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let major: Int
    package let minor: Int

    package init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    package static func < (left: Microversion, right: Microversion) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }

    package var description: String {
        "\(major).\(minor)"
    }
}

extension Microversion {
    /// The version that a request asks for; the minimum if it names none for this service.
    ///
    /// The header may name several services (`compute 2.1, placement 1.10`); the last entry for
    /// placement counts. Versions are read as Python's `int()` reads numbers, so `1. 5` is 1.5.
    ///
    /// Source: microversion_parse `extract_version`.
    ///
    /// - Throws: ``APIError`` 400 for what is no version, 406 for one that is not served.
    package init(of request: Request) throws {
        let header = request.environ["HTTP_OPENSTACK_API_VERSION"]
        if let header, let version = Microversion.usual[header] {
            self = version
            return
        }
        guard let wanted = Microversion.entry(in: header) else {
            self = .minimum
            return
        }
        guard wanted != "latest" else {
            self = .maximum
            return
        }
        let parts = wanted.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = try parts.map { try Microversion.number($0, of: wanted) }
        guard numbers.count == 2 else {
            throw APIError.outsideHandler(
                .badRequest,
                "Invalid microversion: invalid version string: \(wanted); "
                    + "Version.__new__() missing 1 required positional argument: 'minor'")
        }
        let version = Microversion(numbers[0], numbers[1])
        guard (Microversion.minimum...Microversion.maximum).contains(version) else {
            throw APIError.outsideHandler(
                .notAcceptable, "Invalid microversion: Unacceptable version header: \(wanted)")
        }
        self = version
    }

    /// What clients send as a rule, so that it need not be taken apart each time.
    private static let usual: [String: Microversion] = {
        let versions = (minimum.minor...maximum.minor).map { Microversion(maximum.major, $0) }
        var usual = ["placement latest": maximum]
        for version in versions { usual["placement \(version)"] = version }
        return usual
    }()

    /// What stands behind the last `placement` of the header.
    private static func entry(in header: String?) -> String? {
        guard let header else { return nil }
        for entry in header.split(separator: ",").reversed() {
            let words = entry.split(
                maxSplits: 1, omittingEmptySubsequences: true,
                whereSeparator: { $0 == " " || $0 == "\t" })
            guard words.count == 2, String(words[0]).isEqualIgnoringCase(to: "placement") else {
                continue
            }
            let version = PythonInteger.stripped(words[1])
            if !version.isEmpty { return String(version) }
        }
        return nil
    }

    private static func number(_ text: Substring, of version: String) throws -> Int {
        guard let number = PythonInteger.value(of: String(text)) else {
            throw APIError.outsideHandler(
                .badRequest,
                "Invalid microversion: invalid version string: \(version); "
                    + PythonInteger.complaint(about: String(text)))
        }
        return number
    }
}
