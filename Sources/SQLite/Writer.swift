// SPDX-License-Identifier: Apache-2.0

import CSQLite
import POSIX
import SQL
import Synchronization

/// The one thread of a process that writes to a file; writes that wait together share a commit.
///
/// On a disk that needs a millisecond to be sure of a commit, a writer that commits each request
/// for itself does a thousand a second however many ask. Here each request's work runs in a
/// savepoint of a transaction that goes on as long as work is waiting, within limits. A request
/// that is alone does not wait for others. One that has much to do gets a transaction of its own, so
/// that nobody shares its time or its failure.
///
/// Nobody is answered before the commit: not even a refusal, since it may be due to what another
/// request wrote in the same transaction. If the transaction fails as a whole, because the disk is
/// full, say, all its requests get that error and nothing of them is kept; none is tried again,
/// since what stopped one would stop the next, and the caller knows better what it can wait for.
final class Writer: Sendable {
    private let queue: WriteQueue
    private let settings: Database.Settings
    private let thread: Thread
    let statistics: WriteStatistics

    /// Starts the thread, which owns the connection from here on.
    ///
    /// - Throws: ``SQLError`` if the lock files cannot be opened or no thread be started.
    init(_ connection: Connection, _ files: DatabaseFiles, _ settings: Database.Settings) throws {
        let queue = WriteQueue(limit: settings.writeQueueLimit)
        let statistics = WriteStatistics()
        let lock = Mutex<CommitLock?>(try CommitLock(connection))
        thread = try Thread(name: "sqlite-writer") {
            guard let lock = lock.withLock({ $0.take() }) else { return }
            WriterLoop(connection, files, queue, lock, settings, statistics).run()
        }
        self.queue = queue
        self.settings = settings
        self.statistics = statistics
    }

    /// Has `work` done in a transaction, and returns once it is committed.
    func write<Result: Sendable>(
        _ size: WriteSize, _ work: @escaping @Sendable (any SQL.Connection) throws -> Result
    ) throws -> Result {
        let ticket = Ticket(work)
        try queue.append(ticket, size)
        return try ticket.answer(
            queueLimit: settings.busyTimeout * 2, workLimit: settings.workTimeout,
            commitLimit: settings.commitTimeout)
    }

    /// How many writes wait for their turn.
    var waiting: Int { queue.count }

    /// Finishes the writes that wait, and ends the thread.
    func close() {
        queue.close()
        thread.join()
    }

    deinit {
        close()
    }
}
