// SPDX-License-Identifier: Apache-2.0

import Placement
import Testing

private let first = "00000000-0000-4000-8000-000000000001"
private let second = "00000000-0000-4000-8000-00000000000a"

@Suite struct AllocationAuditTests {
    private func consumer(
        _ uuid: String, type: String? = "INSTANCE", generation: Int? = 1, at moment: Int? = 0
    ) -> AuditedConsumer {
        AuditedConsumer(
            uuid: uuid, generation: generation, type: type, projectID: "p", userID: "u",
            lastModified: moment.map(Timestamp.init(microseconds:)))
    }

    private func audit(_ list: String?, type: String? = nil) throws -> AllocationAudit {
        AllocationAudit(
            live: try list.map { try LiveConsumers(Array($0.utf8)) }, type: type,
            before: Timestamp(microseconds: 100))
    }

    @Test func `who is in the list is alive, however it is spelled`() throws {
        let audit = try audit("# all\n\n  \(second.uppercased())\t\r\n")
        #expect(audit.verdict(consumer(second)) == .alive)
        #expect(audit.verdict(consumer(second.uppercased())) == .alive)
        #expect(audit.verdict(consumer(first)) == .dead)
    }

    @Test func `who changed lately is young, and who never did is not`() throws {
        let audit = try audit(second)
        #expect(audit.verdict(consumer(first, at: 99)) == .dead)
        #expect(audit.verdict(consumer(first, at: 100)) == .young)
        #expect(audit.verdict(consumer(first, at: nil)) == .dead)
    }

    @Test func `another type than the one asked for is ignored`() throws {
        #expect(try audit(second, type: "INSTANCE").verdict(consumer(first)) == .dead)
        #expect(try audit(second, type: "MIGRATION").verdict(consumer(first)) == .ignored)
        #expect(try audit(second, type: "unknown").verdict(consumer(first, type: nil)) == .dead)
    }

    @Test func `without a list only consumers without a row are dead`() throws {
        #expect(try audit(nil).verdict(consumer(first)) == .alive)
        #expect(try audit(nil).verdict(consumer(first, generation: nil)) == .dead)
    }
}

@Suite struct LiveConsumersTests {
    @Test func `consumers are counted once`() throws {
        let list = try LiveConsumers(Array("\(first)\n\(first)\n\(second)".utf8))
        #expect(list.count == 2)
        #expect(!list.isEmpty)
    }

    @Test(arguments: ["", "\n\n", "# nobody"])
    func `a list of nobody is empty`(text: String) throws {
        #expect(try LiveConsumers(Array(text.utf8)).isEmpty)
    }

    @Test func `a line that is no UUID is refused with its number`() {
        #expect(throws: LiveConsumers.InvalidLine(number: 3, text: "| ID |")) {
            try LiveConsumers(Array("\(first)\n\n| ID |\n".utf8))
        }
        #expect(throws: LiveConsumers.InvalidLine.self) { try LiveConsumers([0xFF, 0x00]) }
    }
}
