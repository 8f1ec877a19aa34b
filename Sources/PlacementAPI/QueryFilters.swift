// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import Placement

// What `required`, `member_of` and `resources` mean in a query string, for the list of providers
// and for allocation candidates alike.
// Source: reference `placement/util.py`, `normalize_*`.

extension TraitFilter {
    /// Reads all `required` parameters, or those of a suffixed request group.
    ///
    /// Before 1.39 a repeated parameter counts once, with its last value.
    ///
    /// - Throws: ``APIError`` 400 for a form that the version does not know.
    init(_ query: QueryString, suffix: String = "", version: Microversion) throws {
        self.init()
        var values = query.values(of: "required" + suffix)
        if version < .anyTraits { values = values.suffix(1) }
        for value in values {
            try read(value, version: version)
        }
        forbidden = forbidden.withoutRepetitions()
    }

    /// Reads one `required` parameter alone.
    ///
    /// - Throws: ``APIError`` 400 for a form that the version does not know.
    init(_ value: String, version: Microversion) throws {
        self.init()
        try read(value, version: version)
        forbidden = forbidden.withoutRepetitions()
    }

    private mutating func read(_ value: String, version: Microversion) throws {
        if value.utf8.starts(with: "in:".utf8) {
            required.append(try TraitFilter.alternatives(value, version: version))
            return
        }
        let names = value.parts(separatedBy: ",").map { String(PythonInteger.stripped($0)) }
        let allowsForbidden = version >= .forbiddenTraits
        let (wanted, unwanted) = (names.filter { !$0.isForbidding }, names.filter(\.isForbidding))
        // All exclamation marks go, however many there are; the reference keeps to that.
        let excluded = unwanted.map { String($0.drop { $0 == "!" }) }
        guard !wanted.contains(""), !excluded.contains("") else {
            let form = allowsForbidden ? "HW_CPU_X86_VMX,!CUSTOM_MAGIC" : TraitFilter.plainForm
            throw TraitFilter.refusal(
                "Expected 'required' parameter value of the form: \(form). "
                    + "Got an empty trait in: \(value)")
        }
        guard excluded.isEmpty || allowsForbidden else {
            throw TraitFilter.refusal(
                "Expected 'required' parameter value of the form: \(TraitFilter.plainForm). "
                    + "Got: \(value)")
        }
        required += wanted.map { [$0] }
        forbidden += excluded
    }

    /// The traits of `in:A,B`, one of which a provider must have.
    private static func alternatives(
        _ value: String, version: Microversion
    ) throws -> [String] {
        guard version >= .anyTraits else {
            throw refusal(
                "The format 'in:\(plainForm)' only supported since microversion 1.39. "
                    + "Got: \(value)")
        }
        let names = value.dropping(3).parts(separatedBy: ",").map {
            String(PythonInteger.stripped($0))
        }
        guard !names.contains("") else {
            throw refusal(
                "Expected 'required' parameter value of the form: in:\(plainForm). "
                    + "Got an empty trait in: \(value)")
        }
        guard !names.contains(where: \.isForbidding) else {
            throw refusal(
                "The format 'in:\(plainForm)' does not support forbidden traits. Got: \(value)")
        }
        return names.withoutRepetitions()
    }

    private static let plainForm = "HW_CPU_X86_VMX,CUSTOM_MAGIC"

    private static func refusal(_ text: String) -> APIError {
        APIError(.badRequest, "Invalid query string parameters: " + text)
    }
}

extension AggregateFilter {
    /// Reads all `member_of` parameters, or those of a suffixed request group.
    ///
    /// UUIDs are compared letter for letter later, so they stay as they are.
    ///
    /// - Throws: ``APIError`` 400 for a form that the version does not know.
    init(_ query: QueryString, suffix: String = "", version: Microversion) throws {
        self.init()
        let values = query.values(of: "member_of" + suffix)
        guard values.count <= 1 || version >= .repeatedMemberOf else {
            throw APIError(
                .badRequest, "Multiple member_of\(suffix) parameters are not supported")
        }
        for value in values {
            let (uuids, forbids) = try AggregateFilter.parse(value)
            if !forbids {
                required.append(uuids)
                continue
            }
            guard version >= .forbiddenAggregates else {
                throw APIError(
                    .badRequest,
                    "Forbidden member_of\(suffix) parameters are not supported "
                        + "in the specified microversion")
            }
            forbidden += uuids
        }
        forbidden = forbidden.withoutRepetitions()
    }

    /// The UUIDs of `UUID`, `in:UUID,…`, `!UUID` or `!in:UUID,…`, and whether they are forbidden.
    private static func parse(_ value: String) throws -> (uuids: [String], forbids: Bool) {
        let forbids = value.isForbidding
        let rest = forbids ? value.dropping(1) : value
        let isList = rest.utf8.starts(with: "in:".utf8)
        guard isList || !value.utf8.contains(0x2C) else {
            throw APIError(
                .badRequest,
                "Multiple values for 'member_of' must be prefixed with the 'in:' or '!in:' "
                    + "keyword using the valid microversion. Got: \(value)")
        }
        let uuids =
            isList ? rest.dropping(3).parts(separatedBy: ",").map(String.init) : [rest]
        for uuid in uuids where UUIDText.normalized(uuid) == nil {
            throw APIError(
                .badRequest,
                "Invalid query string parameters: Expected 'member_of' parameter to contain "
                    + "valid UUID(s). Got: \(uuid)")
        }
        return (uuids.withoutRepetitions(), forbids)
    }
}

extension ResourceAmount {
    /// Reads the value of `resources`: `VCPU:2,MEMORY_MB:1024`.
    ///
    /// A class that is named twice keeps its place and takes the last amount.
    ///
    /// - Throws: ``APIError`` 400 for another form, or an amount below 1.
    static func list(_ value: String) throws -> [ResourceAmount] {
        let form =
            "Badly formed resources parameter. Expected resources query string parameter in "
            + "form: ?resources=VCPU:2,MEMORY_MB:1024. Got: "
        guard !PythonInteger.stripped(Substring(value)).isEmpty else {
            throw APIError(.badRequest, form + "empty string.")
        }
        var list: [ResourceAmount] = []
        var positions: [String: Int] = [:]
        for part in value.parts(separatedBy: ",") {
            let pair = String(part).parts(separatedBy: ":").map(String.init)
            guard pair.count == 2 else { throw APIError(.badRequest, form + "\(part).") }
            guard let amount = PythonInteger.value(of: pair[1]) else {
                throw APIError(
                    .badRequest,
                    "Requested resource \(pair[0]) expected positive integer amount. "
                        + "Got: \(pair[1]).")
            }
            guard amount >= 1 else {
                throw APIError(
                    .badRequest,
                    "Requested resource \(pair[0]) requires amount >= 1. Got: \(amount).")
            }
            let new = ResourceAmount(pair[0], amount)
            if let position = positions[pair[0]] {
                list[position] = new
            } else {
                positions[pair[0]] = list.count
                list.append(new)
            }
        }
        return list
    }
}

extension String {
    /// Whether it begins with `!`.
    fileprivate var isForbidding: Bool { utf8.first == 0x21 }

    /// What stands behind the first `count` bytes, which are ASCII.
    fileprivate func dropping(_ count: Int) -> String {
        String(Substring(utf8.dropFirst(count)))
    }

    /// The parts between separators, empty ones included; looks at bytes, as a combining letter
    /// behind a separator would hide it.
    fileprivate func parts(separatedBy separator: Unicode.Scalar) -> [Substring] {
        utf8.split(separator: UInt8(ascii: separator), omittingEmptySubsequences: false)
            .map(Substring.init)
    }
}

extension [String] {
    func withoutRepetitions() -> [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }

    /// The strings that are none of `others`.
    func without(_ others: [String]) -> [String] {
        let others = Set(others)
        return filter { !others.contains($0) }
    }
}
