// SPDX-License-Identifier: Apache-2.0

import Placement

/// Writes candidates straight into the bytes of an answer.
///
/// All candidates in which the same slots have the same provider differ only in UUIDs, so their
/// text is made once as a template.
struct CandidateWriter {
    private let candidates: Candidates
    private let catalog: Catalog
    private let version: Microversion

    init(_ candidates: Candidates, _ catalog: Catalog, _ version: Microversion) {
        self.candidates = candidates
        self.catalog = catalog
        self.version = version
    }

    /// The body of the answer; `nil` if it would have more than `ceiling` bytes.
    func body(ceiling: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(
            min(ceiling, 1024 + candidates.count * 256 + candidates.summaries.count * 512))
        bytes += "{\"allocation_requests\": [".utf8
        var templates = Templates(self)
        for index in 0..<candidates.count {
            if index > 0 { bytes += ", ".utf8 }
            templates.write(candidates[index], catalog, to: &bytes)
            guard bytes.count <= ceiling else { return nil }
        }
        bytes += "], \"provider_summaries\": {".utf8
        var summary = SummaryWriter(candidates, catalog, version)
        for (position, provider) in candidates.summaries.enumerated() {
            if position > 0 { bytes += ", ".utf8 }
            summary.write(provider, to: &bytes)
            guard bytes.count <= ceiling else { return nil }
        }
        bytes += "}}".utf8
        return bytes
    }
}

extension CandidateWriter {
    /// Text between UUIDs: each piece is followed by the UUID of the provider of a slot.
    private struct Template {
        /// For each slot, the first slot with the same provider.
        let pattern: [Int]
        var pieces: [(text: [UInt8], slot: Int)] = []
        var tail: [UInt8] = []

        mutating func addUUID(ofSlot slot: Int) {
            pieces.append((tail, slot))
            tail = []
        }
    }

    /// The templates that were needed so far.
    private struct Templates {
        private let writer: CandidateWriter
        private var known: [[Int]: Template] = [:]
        private var last: Template?

        init(_ writer: CandidateWriter) {
            self.writer = writer
        }

        mutating func write(
            _ providers: ArraySlice<Int32>, _ catalog: Catalog, to bytes: inout [UInt8]
        ) {
            let template = template(for: providers)
            for (text, slot) in template.pieces {
                bytes += text
                catalog.appendUUID(of: providers[providers.startIndex + slot], to: &bytes)
            }
            bytes += template.tail
        }

        private mutating func template(for providers: ArraySlice<Int32>) -> Template {
            if let last, Templates.fits(providers, last.pattern) { return last }
            let start = providers.startIndex
            let pattern = providers.map { id in
                (providers.firstIndex(of: id) ?? start) - start
            }
            let template = known[pattern] ?? writer.template(pattern)
            known[pattern] = template
            last = template
            return template
        }

        private static func fits(_ providers: ArraySlice<Int32>, _ pattern: [Int]) -> Bool {
            let start = providers.startIndex
            for slot in pattern.indices {
                let first = pattern[slot]
                if first < slot {
                    guard providers[start + slot] == providers[start + first] else { return false }
                } else {
                    for other in 0..<slot where pattern[other] == other {
                        guard providers[start + slot] != providers[start + other] else {
                            return false
                        }
                    }
                }
            }
            return true
        }
    }

    /// Makes the template of a pattern.
    private func template(_ pattern: [Int]) -> Template {
        var template = Template(pattern: pattern)
        if version >= .allocationsAsObject {
            writeObject(to: &template)
        } else {
            writeList(to: &template)
        }
        if version >= .mappings { writeMappings(to: &template) }
        template.tail += "}".utf8
        return template
    }

    /// Writes `{"allocations": {UUID: {"resources": {…}}, …}`, the form of claims since 1.12.
    private func writeObject(to template: inout Template) {
        template.tail += "{\"allocations\": {".utf8
        var isFirst = true
        for slot in template.pattern.indices where template.pattern[slot] == slot {
            let resources = resources(ofSlot: slot, template.pattern)
            guard !resources.isEmpty else { continue }
            if !isFirst { template.tail += ", ".utf8 }
            isFirst = false
            template.addUUID(ofSlot: slot)
            template.tail += ": {\"resources\": {".utf8
            template.tail += resources
            template.tail += "}}".utf8
        }
        template.tail += "}".utf8
    }

    /// Writes `{"allocations": [{"resource_provider": {"uuid": UUID}, "resources": {…}}, …]`.
    private func writeList(to template: inout Template) {
        template.tail += "{\"allocations\": [".utf8
        var isFirst = true
        for slot in template.pattern.indices where template.pattern[slot] == slot {
            let resources = resources(ofSlot: slot, template.pattern)
            guard !resources.isEmpty else { continue }
            if !isFirst { template.tail += ", ".utf8 }
            isFirst = false
            template.tail += "{\"resource_provider\": {\"uuid\": ".utf8
            template.addUUID(ofSlot: slot)
            template.tail += "}, \"resources\": {".utf8
            template.tail += resources
            template.tail += "}}".utf8
        }
        template.tail += "]".utf8
    }

    /// The members of `resources` of the provider of a slot: what all its slots take together.
    private func resources(ofSlot first: Int, _ pattern: [Int]) -> [UInt8] {
        var amounts: [(resourceClass: Int32, amount: Int)] = []
        for slot in pattern.indices where pattern[slot] == first {
            for (resourceClass, amount) in candidates.slots[slot].resources {
                if let known = amounts.firstIndex(where: { $0.resourceClass == resourceClass }) {
                    // The search found that the sum fits into an inventory.
                    amounts[known].amount &+= amount
                } else {
                    amounts.append((resourceClass, amount))
                }
            }
        }
        var bytes: [UInt8] = []
        for (resourceClass, amount) in amounts {
            if !bytes.isEmpty { bytes += ", ".utf8 }
            bytes += catalog.resourceClassJSON(resourceClass)
            bytes += ": \(amount)".utf8
        }
        return bytes
    }

    /// Writes `, "mappings": {SUFFIX: [UUID, …], …}`.
    private func writeMappings(to template: inout Template) {
        template.tail += ", \"mappings\": {".utf8
        for (position, suffix) in candidates.suffixes.enumerated() {
            if position > 0 { template.tail += ", ".utf8 }
            // A suffix has only letters, digits, - and _.
            template.tail += "\"\(suffix)\": [".utf8
            var written: [Int] = []
            for slot in template.pattern.indices
            where candidates.slots[slot].suffix == suffix
                && !written.contains(template.pattern[slot])
            {
                if !written.isEmpty { template.tail += ", ".utf8 }
                written.append(template.pattern[slot])
                template.addUUID(ofSlot: slot)
            }
            template.tail += "]".utf8
        }
        template.tail += "}".utf8
    }
}

/// Writes the summaries of providers.
private struct SummaryWriter {
    private let catalog: Catalog
    private let version: Microversion
    /// The classes that a summary is limited to; `nil` for all.
    private let classes: [Int32]?

    init(_ candidates: Candidates, _ catalog: Catalog, _ version: Microversion) {
        self.catalog = catalog
        self.version = version
        classes =
            version >= .allClassesInSummaries
            ? nil : candidates.slots.flatMap { $0.resources.map(\.resourceClass) }
    }

    mutating func write(_ provider: Int32, to bytes: inout [UInt8]) {
        catalog.appendUUID(of: provider, to: &bytes)
        bytes += ": {\"resources\": {".utf8
        catalog.appendResources(of: provider, classes: classes, to: &bytes)
        bytes += "}".utf8
        if version >= .candidatesRequired {
            bytes += ", \"traits\": [".utf8
            catalog.appendTraits(of: provider, to: &bytes)
            bytes += "]".utf8
        }
        if version >= .nestedCandidates {
            bytes += ", \"parent_provider_uuid\": ".utf8
            catalog.appendParentUUID(of: provider, to: &bytes)
            bytes += ", \"root_provider_uuid\": ".utf8
            catalog.appendRootUUID(of: provider, to: &bytes)
        }
        bytes += "}".utf8
    }
}
