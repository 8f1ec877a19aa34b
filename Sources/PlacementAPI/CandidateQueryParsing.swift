// SPDX-License-Identifier: Apache-2.0

import Gateway
import JSON
import Placement

extension CandidateQuery {
    /// Reads the query string of a request for candidates.
    ///
    /// Source: reference `placement/lib.py`, `RequestWideParams.from_request` and
    /// `RequestGroup.dict_from_request`, in whose order the refusals come.
    ///
    /// - Throws: ``APIError`` 400.
    init(_ query: QueryString, version: Microversion) throws {
        try Call.check(query, Schemas.listAllocationCandidates[version])
        self.init()
        isNestedAware = version >= .nestedCandidates
        try readLimit(query)
        try readRootRequired(query)
        try readSameSubtrees(query)
        try readGroups(query, version)
        if version >= .sameSubtree {
            try checkResourceless()
        } else {
            try checkOrphans()
        }
        if version >= .forbiddenTraits { try checkConflicts() }
        // The first value counts, though the schema looks at the last.
        let policy = query.values(of: "group_policy").first ?? ""
        isolatesGroups = policy == "isolate"
        guard !policy.isEmpty || groups.count(where: \.usesSameProvider) <= 1 else {
            throw APIError(
                .badRequest,
                "The \"group_policy\" parameter is required when specifying more than one "
                    + "\"resources{N}\" parameter.")
        }
    }

    /// The first value counts, though the schema looks at the last.
    private mutating func readLimit(_ query: QueryString) throws {
        guard let text = query.values(of: "limit").first else { return }
        guard let value = PythonInteger.value(of: text) else {
            throw APIError(
                .badRequest,
                "Invalid query string parameters: \(PythonInteger.complaint(about: text))")
        }
        limit = value > 0 ? value : nil
    }

    private mutating func readRootRequired(_ query: QueryString) throws {
        let values = query.values(of: "root_required")
        guard let value = values.first else { return }
        guard values.count == 1 else {
            throw APIError(
                .badRequest, "Query parameter 'root_required' may be specified only once.",
                code: .duplicateQueryKey)
        }
        // Alternatives never came to this parameter, so it is read as its first version was.
        let filter = try TraitFilter(value, version: .rootRequired)
        rootRequired = filter.required.flatMap { $0 }.withoutRepetitions()
        rootForbidden = filter.forbidden
        let conflicts = rootRequired.filter(Set(rootForbidden).contains)
        guard conflicts.isEmpty else {
            throw APIError(
                .badRequest,
                "Conflicting required and forbidden traits found in root_required: "
                    + conflicts.joined(separator: ", "), code: .badQueryValue)
        }
    }

    private mutating func readSameSubtrees(_ query: QueryString) throws {
        for value in query.values(of: "same_subtree") {
            let suffixes = value.utf8.split(separator: 0x2C, omittingEmptySubsequences: false)
                .map { String(PythonInteger.stripped(Substring($0))) }
            guard !suffixes.contains("") else {
                throw APIError(
                    .badRequest,
                    "Empty string (unsuffixed group) can not be specified in `same_subtree` ",
                    code: .badQueryValue)
            }
            sameSubtrees.append(suffixes.withoutRepetitions())
        }
    }

    /// Reads the groups, parameter by parameter, so that the first fault is the one told.
    ///
    /// The first `required` of a group stands for all of them, and so does `member_of`: to read
    /// them again with each would cost the square of their number.
    private mutating func readGroups(_ query: QueryString, _ version: Microversion) throws {
        var positions: [String: Int] = [:]
        var filters: Set<GroupKey> = []
        for parameter in query.parameters {
            guard let key = GroupKey(parameter.name, version) else { continue }
            let position = positions[key.suffix] ?? groups.count
            if position == groups.count {
                positions[key.suffix] = position
                groups.append(RequestGroup(suffix: key.suffix))
            }
            switch key.kind {
            case .resources:
                groups[position].resources = try ResourceAmount.list(parameter.value).map {
                    ($0.resourceClass, $0.amount)
                }
            case .required where filters.insert(key).inserted:
                let filter = try TraitFilter(query, suffix: key.suffix, version: version)
                groups[position].required = filter.required
                groups[position].forbidden = filter.forbidden
            case .memberOf where filters.insert(key).inserted:
                let filter = try AggregateFilter(query, suffix: key.suffix, version: version)
                groups[position].memberOf = filter.required
                groups[position].forbiddenAggregates = filter.forbidden
            case .required, .memberOf: break
            case .inTree:
                let uuid = String(PythonInteger.stripped(Substring(parameter.value)))
                guard UUIDText.normalized(uuid) != nil else {
                    throw APIError(
                        .badRequest,
                        "Invalid query string parameters: Expected 'in_tree' parameter to be a "
                            + "format of uuid. Got: \(parameter.value)")
                }
                groups[position].inTree = uuid
            }
        }
    }
}

/// The name of a parameter of a request group: what it says, and of which group.
private struct GroupKey: Hashable {
    enum Kind: String, CaseIterable {
        case resources
        case required
        case memberOf = "member_of"
        case inTree = "in_tree"
    }

    let kind: Kind
    let suffix: String

    /// Returns `nil` for the name of another parameter.
    ///
    /// Source: reference `placement/lib.py`, `_QS_KEY_PATTERN`.
    init?(_ name: String, _ version: Microversion) {
        // Python's `$` also matches before a line feed at the end, so that one is passed over.
        let name = name.utf8.last == 0x0A ? name.utf8.dropLast() : name.utf8[...]
        for kind in Kind.allCases where name.starts(with: kind.rawValue.utf8) {
            let suffix = name.dropFirst(kind.rawValue.utf8.count)
            guard GroupKey.allows(suffix, version) else { continue }
            self.kind = kind
            self.suffix = String(Substring(suffix))
            return
        }
        return nil
    }

    private static func allows(_ suffix: Substring.UTF8View, _ version: Microversion) -> Bool {
        guard version >= .namedGroups else {
            return suffix.first != 0x30 && suffix.allSatisfy { (0x30...0x39).contains($0) }
        }
        return suffix.count <= 64
            && suffix.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2D: true
                default: false
                }
            }
    }
}

// MARK: - Checks of the groups together

extension CandidateQuery {
    private func checkResourceless() throws {
        let resourceless = groups.filter(\.resources.isEmpty).map(\.suffix)
        guard resourceless.count < groups.count else {
            throw APIError(
                .badRequest, "There must be at least one resources or resources[$S] parameter.",
                code: .missingQueryValue)
        }
        let named = sameSubtrees.flatMap { $0 }.withoutRepetitions()
        let lost = resourceless.without(named)
        guard lost.isEmpty else {
            throw APIError(
                .badRequest,
                "Resourceless suffixed group request should be specified in `same_subtree` "
                    + "query param: bad group(s) - \(pythonList(lost)).", code: .badQueryValue)
        }
        let known = groups.map(\.suffix)
        let unknown = named.without(known)
        guard unknown.isEmpty else {
            throw APIError(
                .badRequest,
                "Real suffixes should be specified in `same_subtree`: \(pythonList(unknown)) "
                    + "not found in \(pythonList(known)).", code: .badQueryValue)
        }
    }

    private func checkOrphans() throws {
        let bare = groups.filter(\.resources.isEmpty)
        let traits = bare.filter { !$0.required.isEmpty }.map { "required\($0.suffix)" }
        guard traits.isEmpty else {
            throw APIError(
                .badRequest,
                "All traits parameters must be associated with resources.  "
                    + "Found the following orphaned traits keys: "
                    + traits.joined(separator: ", "))
        }
        let aggregates = bare.filter { !$0.memberOf.isEmpty || !$0.forbiddenAggregates.isEmpty }
            .map { "member_of\($0.suffix)" }
        guard aggregates.isEmpty else {
            throw APIError(
                .badRequest,
                "All member_of parameters must be associated with resources. "
                    + "Found the following orphaned member_of keys: "
                    + aggregates.joined(separator: ", "))
        }
        guard bare.isEmpty else {
            throw APIError(.badRequest, "All request groups must specify resources.")
        }
        guard !groups.isEmpty else {
            throw APIError(
                .badRequest,
                "At least one request group (`resources` or `resources{$S}`) is required.")
        }
    }

    private func checkConflicts() throws {
        var conflicts: [String] = []
        for group in groups {
            let forbidden = Set(group.forbidden)
            for set in group.required where set.allSatisfy(forbidden.contains) {
                let names = set.sorted {
                    $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars)
                }
                conflicts.append("required\(group.suffix): (\(names.joined(separator: ", ")))")
            }
        }
        guard conflicts.isEmpty else {
            conflicts.sort { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
            throw APIError(
                .badRequest,
                "Conflicting required and forbidden traits found in the following traits keys: "
                    + conflicts.joined(separator: ", "))
        }
    }
}

/// A list of strings as Python prints it.
private func pythonList(_ texts: [String]) -> String {
    "[" + texts.map(\.pythonRepresentation).joined(separator: ", ") + "]"
}
