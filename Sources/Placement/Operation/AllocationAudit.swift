// SPDX-License-Identifier: Apache-2.0

/// A consumer that holds something, as an audit sees it.
package struct AuditedConsumer: Equatable, Sendable {
    /// Letter for letter as it is stored.
    package let uuid: String
    /// `nil` if the consumer has no row, as in databases older than 1.8 that were not migrated.
    package let generation: Int?
    /// What kind of consumer it is, if anybody said.
    package let type: String?
    /// Keystone's identifier of the project that pays.
    package let projectID: String?
    /// Keystone's identifier of the user who asked.
    package let userID: String?
    /// When it or one of its allocations changed last; `nil` if the database does not say.
    package let lastModified: Timestamp?

    package init(
        uuid: String, generation: Int?, type: String?, projectID: String?, userID: String?,
        lastModified: Timestamp?
    ) {
        self.uuid = uuid
        self.generation = generation
        self.type = type
        self.projectID = projectID
        self.userID = userID
        self.lastModified = lastModified
    }
}

/// Which consumers an audit takes for dead.
package struct AllocationAudit: Sendable {
    /// What an audit thinks of a consumer.
    package enum Verdict: Equatable, Sendable {
        case alive
        /// Nobody named it, but it changed too lately to be in a list.
        case young
        /// It is of a type that was not asked for.
        case ignored
        case dead
    }

    /// The consumers that are alive; without them, those that have no row are taken for dead.
    private let live: LiveConsumers?
    /// The only type that is looked at, `nil` for all.
    private let type: String?
    /// Consumers that changed at this moment or later are young.
    private let moment: Timestamp

    package init(live: LiveConsumers?, type: String?, before moment: Timestamp) {
        self.live = live
        self.type = type
        self.moment = moment
    }

    package func verdict(_ consumer: AuditedConsumer) -> Verdict {
        if let type, type != (consumer.type ?? Consumer.unknownType) { return .ignored }
        if live?.contains(consumer.uuid) ?? (consumer.generation != nil) { return .alive }
        if let lastModified = consumer.lastModified, lastModified >= moment { return .young }
        return .dead
    }
}

/// The consumers that somebody says are alive.
package struct LiveConsumers: Sendable {
    /// A line that is no UUID, so that a wrong file is never taken for a list.
    package struct InvalidLine: Error, Equatable {
        /// From 1 on.
        package let number: Int
        /// The beginning of the line.
        package let text: String

        package init(number: Int, text: String) {
            self.number = number
            self.text = text
        }
    }

    private let uuids: Set<String>

    /// Reads a list of UUIDs, one a line; blank lines and those that begin with `#` are skipped.
    ///
    /// - Throws: ``InvalidLine``.
    package init(_ bytes: [UInt8]) throws(InvalidLine) {
        var uuids: Set<String> = []
        var number = 0
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            number += 1
            let text = line.drop(while: isBlank)
            guard let first = text.first, first != 0x23 else { continue }
            let end = text.lastIndex { !isBlank($0) } ?? text.startIndex
            let word = String(decoding: text[...end], as: UTF8.self)
            guard let uuid = UUIDText.normalized(word) else {
                throw InvalidLine(number: number, text: String(word.prefix(60)))
            }
            uuids.insert(uuid)
        }
        self.uuids = uuids
    }

    package var isEmpty: Bool { uuids.isEmpty }
    package var count: Int { uuids.count }

    /// Whether a consumer is in the list, however either spells the UUID.
    package func contains(_ uuid: String) -> Bool {
        uuids.contains(UUIDText.normalized(uuid) ?? uuid)
    }
}

private func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D
}
