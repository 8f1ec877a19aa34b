// SPDX-License-Identifier: Apache-2.0

import POSIX
import SQL
import Testing

@testable import SQLite

@Suite struct TicketTests {
    private let ticket = Ticket<Int> { _ in 7 }

    @Test func `work that takes longer than a commit may is waited for`() throws {
        #expect(ticket.start())
        let outcome = Condition<Result<Int, any Error>?>(nil)
        let asker = try Thread(name: "asker") { [ticket] in
            let result = Result {
                try ticket.answer(
                    queueLimit: .zero, workLimit: .seconds(600), commitLimit: .milliseconds(1))
            }
            outcome.update { $0 = result }
        }
        // Long enough that the asker would have given up, were it the commit's limit that counts.
        Thread.sleep(.milliseconds(50))
        ticket.refuse(SQLError(.foreignKey, code: 0, "the work's own error"))
        ticket.finish(nil)
        asker.join()
        #expect(kindOfError { try outcome.withLock { $0 }?.get() } == .foreignKey)
    }

    @Test func `a commit that does not end leaves an unknown outcome, and so the error says`() {
        #expect(ticket.start())
        ticket.beginCommit()
        let error = #expect(throws: SQLError.self) {
            try ticket.answer(queueLimit: .zero, workLimit: .seconds(600), commitLimit: .zero)
        }
        #expect(error?.kind == .unknownOutcome)
        #expect(error?.description.contains("the disk has not answered") == true)
    }

    @Test func `work without an end leaves an unknown outcome that the disk is not blamed for`() {
        #expect(ticket.start())
        let error = #expect(throws: SQLError.self) {
            try ticket.answer(queueLimit: .zero, workLimit: .zero, commitLimit: .seconds(600))
        }
        #expect(error?.kind == .unknownOutcome)
        #expect(error?.description.contains("disk") == false)
    }
}
