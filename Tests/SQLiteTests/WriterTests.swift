// SPDX-License-Identifier: Apache-2.0

import POSIX
import SQL
import Synchronization
import Testing

@testable import SQLite

/// The writer's loop, run by the test's own thread on writes that wait already.
@Suite struct WriterTests {
    private struct Refused: Error {}

    let folder: TemporaryFolder
    let connection: SQLite.Connection
    let files: DatabaseFiles
    let statistics = WriteStatistics()
    var settings: SQLite.Database.Settings

    init() throws {
        folder = try TemporaryFolder()
        settings = SQLite.Database.Settings(path: folder.path + "/test.db")
        settings.durability = .normal
        settings.busyTimeout = .milliseconds(5)
        connection = try .writer(settings)
        files = try DatabaseFiles(of: connection, settings)
        try connection.run("CREATE TABLE t (a INTEGER UNIQUE)")
    }

    /// Queues writes, runs the loop until they are done, and returns how each was answered.
    private func done(
        _ tickets: [Ticket<Int>], large: Set<Int> = []
    ) throws -> [Result<Int, any Error>] {
        let queue = WriteQueue(limit: tickets.count)
        for (index, ticket) in tickets.enumerated() {
            try queue.append(ticket, large.contains(index) ? .large : .ordinary)
        }
        queue.close()
        let lock = try CommitLock(connection)
        WriterLoop(connection, files, queue, lock, settings, statistics).run()
        return tickets.map { ticket in
            Result { try ticket.answerNow() }
        }
    }

    private func kinds(_ answers: [Result<Int, any Error>]) -> [SQLError.Kind?] {
        answers.map { answer in kindOfError { try answer.get() } }
    }

    private func insertion(_ value: Int) -> Ticket<Int> {
        Ticket {
            try $0.run("INSERT INTO t (a) VALUES (?)", [.integer(value)])
            return value
        }
    }

    private func stored() throws -> [Int] {
        try connection.rows("SELECT a FROM t ORDER BY a") { $0.integer(0) }
    }

    @Test func `writes that wait together share a commit`() throws {
        let answers = try done((0..<10).map(insertion))
        #expect(try answers.map { try $0.get() } == Array(0..<10))
        #expect(try stored() == Array(0..<10))
        #expect(statistics.commits == 1 && statistics.writes == 10)
    }

    @Test mutating func `a commit is shared by a limited number of writes`() throws {
        settings.batchLimit = 4
        _ = try done((0..<10).map(insertion))
        #expect(statistics.commits == 3 && statistics.writes == 10)
    }

    @Test mutating func `writes are collected into a commit for a limited time`() throws {
        settings.batchDuration = .zero
        _ = try done((0..<3).map(insertion))
        #expect(statistics.commits == 3)
        #expect(try stored() == [0, 1, 2])
    }

    @Test func `a large write has a commit of its own, after the others that wait`() throws {
        let order = Mutex<[Int]>([])
        let tickets = (0..<6).map { value in
            Ticket<Int> {
                try $0.run("INSERT INTO t (a) VALUES (?)", [.integer(value)])
                order.withLock { $0.append(value) }
                return value
            }
        }
        let answers = try done(tickets, large: [0, 1, 3])
        #expect(try answers.map { try $0.get() } == Array(0..<6))
        #expect(order.withLock { $0 } == [2, 4, 5, 0, 1, 3])
        #expect(statistics.commits == 4 && statistics.writes == 6)
    }

    @Test func `a large write that is refused leaves nothing behind, and harms no other`() throws {
        let refused = Ticket<Int> {
            try $0.run("INSERT INTO t (a) VALUES (2)")
            throw Refused()
        }
        let answers = try done([insertion(1), refused, insertion(3)], large: [1, 2])
        #expect(throws: Refused.self) { try answers[1].get() }
        #expect(try stored() == [1, 3])
        #expect(statistics.failures == 0)
    }

    @Test func `large writes and others take turns`() throws {
        let queue = WriteQueue(limit: 4)
        for size in [.large, .large, .ordinary, .ordinary] as [WriteSize] {
            try queue.append(insertion(1), size)
        }
        var turns: [WriteSize] = []
        for _ in 0..<4 {
            let size = try #require(queue.waitForWork(after: turns.last ?? .large))
            _ = try #require(queue.next(size))
            turns.append(size)
        }
        #expect(turns == [.ordinary, .large, .ordinary, .large])
    }

    @Test func `what costs a large write its transaction costs no other`() throws {
        try connection.run("INSERT INTO t (a) VALUES (9)")
        let spoiler = Ticket { try $0.run("INSERT OR ROLLBACK INTO t (a) VALUES (9)") }
        let answers = try done([insertion(1), spoiler, insertion(3)], large: [1])
        #expect(kinds(answers) == [nil, .duplicate(columns: ["t.a"]), nil])
        #expect(try stored() == [1, 3, 9])
    }

    @Test func `a refusal takes back its own changes and no others`() throws {
        let refused = Ticket<Int> {
            try $0.run("INSERT INTO t (a) VALUES (2)")
            throw Refused()
        }
        let answers = try done([insertion(1), refused, insertion(3)])
        #expect(throws: Refused.self) { try answers[1].get() }
        #expect(try answers[0].get() == 1 && answers[2].get() == 3)
        #expect(try stored() == [1, 3])
        #expect(statistics.commits == 1)
    }

    @Test func `nobody is answered before the commit`() throws {
        let first = insertion(1)
        let early = Mutex<SQLError.Kind?>(nil)
        let second = Ticket<Int> { _ in
            let kind = kindOfError { try first.answerNow() }
            early.withLock { $0 = kind }
            return 2
        }
        let answers = try done([first, second])
        #expect(early.withLock { $0 } == .unknownOutcome)  // its outcome is not known yet
        #expect(try answers[0].get() == 1)
    }

    @Test func `a write sees those before it in the same commit`() throws {
        let answers = try done([insertion(1), insertion(1)])
        #expect(kindOfError { try answers[1].get() } == .duplicate(columns: ["t.a"]))
    }

    @Test func `a write may fail in one statement and go on with another`() throws {
        let tolerant = Ticket<Int> {
            do {
                try $0.run("INSERT INTO t (a) VALUES (1)")
            } catch is SQLError {
                try $0.run("INSERT INTO t (a) VALUES (2)")
            }
            return 2
        }
        _ = try done([insertion(1), tolerant])
        #expect(try stored() == [1, 2])
    }

    @Test func `when the commit fails nothing is kept and everybody learns of it`() throws {
        try connection.run("PRAGMA foreign_keys = ON")
        try connection.run(
            "CREATE TABLE u (b INTEGER REFERENCES t (a) DEFERRABLE INITIALLY DEFERRED)")
        let spoiler = Ticket { try $0.run("INSERT INTO u (b) VALUES (99)") }
        let refused = Ticket<Int> { _ in throw Refused() }
        let answers = try done([insertion(1), spoiler, refused, insertion(2)])
        // The refusal as well: it may have been due to what is not there now.
        #expect(kinds(answers) == Array(repeating: .foreignKey, count: answers.count))
        #expect(try stored() == [])
        #expect(statistics.commits == 0 && statistics.failures == 1)
    }

    @Test func `when SQLite gives the transaction up, the writes before share the error`() throws {
        try connection.run("INSERT INTO t (a) VALUES (9)")
        let spoiler = Ticket { try $0.run("INSERT OR ROLLBACK INTO t (a) VALUES (9)") }
        let answers = try done([insertion(1), spoiler, insertion(3)])
        for answer in answers[...1] {
            #expect(kindOfError { try answer.get() } == .duplicate(columns: ["t.a"]))
        }
        #expect(try answers[2].get() == 3)
        #expect(try stored() == [3, 9])
    }

    @Test func `work that ignores the loss of its transaction changes nothing`() throws {
        try connection.run("INSERT INTO t (a) VALUES (9)")
        let spoiler = Ticket<Int> {
            do {
                try $0.run("INSERT OR ROLLBACK INTO t (a) VALUES (9)")
            } catch {
                // Without its transaction this would be committed at once.
                try $0.run("INSERT INTO t (a) VALUES (10)")
            }
            return 10
        }
        let answers = try done([insertion(1), spoiler])
        #expect(answers.compactMap { try? $0.get() } == [])
        #expect(try stored() == [9])
    }

    @Test func `a full database is said to be full, and goes on when it has room again`() throws {
        let pages = try connection.row("PRAGMA page_count") { $0.integer(0) } ?? 0
        try connection.run("PRAGMA max_page_count = \(pages)")
        let large = Ticket { try $0.run("CREATE TABLE large AS SELECT zeroblob(100000) AS a") }
        let answers = try done([large])
        #expect(kindOfError { try answers[0].get() } == .full)
        try connection.run("PRAGMA max_page_count = 10000")
        _ = try done([insertion(1)])
        #expect(try stored() == [1])
    }

    @Test func `another program's transaction makes all that wait busy, once`() throws {
        let foreign = try folder.foreignConnection()
        try foreign.run("BEGIN IMMEDIATE")
        let answers = try done((0..<5).map(insertion))
        #expect(kinds(answers) == Array(repeating: .busy, count: answers.count))
        #expect(statistics.failures == 1)
        try foreign.run("COMMIT")
        _ = try done([insertion(7)])
        #expect(try stored() == [7])
    }

    @Test func `another process that is writing makes all that wait busy`() throws {
        let other = try CommitLock(connection)
        let tickets = [insertion(1), insertion(2)]
        let answers = try other.withLock(waitingAtMost: .zero) { try done(tickets) }
        #expect(kinds(answers) == [.busy, .busy])
        #expect(try stored() == [])
    }

    @Test func `a write that nobody waits for any more is not done`() throws {
        let ticket = insertion(1)
        #expect(kindOfError { try ticket.answerNow() } == .busy)
        _ = try done([ticket, insertion(2)])
        #expect(try stored() == [2])
    }

    @Test func `too many waiting writes are refused`() throws {
        let queue = WriteQueue(limit: 2)
        try queue.append(insertion(1))
        try queue.append(insertion(2))
        #expect(kindOfError { try queue.append(insertion(3)) } == .overloaded)
    }

    @Test mutating func `the log is copied into the database once it is long enough`() throws {
        settings.checkpointPages = 5
        settings.batchLimit = 1
        _ = try done((0..<20).map(insertion))
        #expect(statistics.checkpoints > 2)
        #expect(statistics.writeAheadLogPages < 10)
    }

    @Test mutating func `a reader in an old state delays the copying, not the writing`() throws {
        settings.checkpointPages = 5
        settings.batchLimit = 1
        let complaints = Mutex<[String]>([])
        settings.report = { line in complaints.withLock { $0.append(line) } }
        let reader = try Connection.reader(settings)
        try reader.run("BEGIN")
        #expect(try reader.rows("SELECT a FROM t") { $0.integer(0) } == [])
        let answers = try done((0..<20).map(insertion))
        #expect(try answers.map { try $0.get() } == Array(0..<20))
        #expect(try reader.rows("SELECT a FROM t") { $0.integer(0) } == [])
        try reader.run("COMMIT")
        #expect(complaints.withLock { $0 } == [])
        _ = try done([insertion(20)])
        #expect(try stored() == Array(0...20))
    }
}

extension Ticket {
    /// The answer, if it is there.
    fileprivate func answerNow() throws -> Answer {
        try answer(queueLimit: .zero, workLimit: .zero, commitLimit: .zero)
    }
}
