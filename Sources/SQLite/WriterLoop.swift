// SPDX-License-Identifier: Apache-2.0

import CSQLite
import POSIX
import SQL

/// What the writer's thread does: batch after batch until the queue is closed and empty.
struct WriterLoop {
    private let connection: Connection
    private let files: DatabaseFiles
    private let queue: WriteQueue
    private let lock: CommitLock
    private let settings: Database.Settings
    private let statistics: WriteStatistics
    private let log: WriteAheadLog

    init(
        _ connection: Connection, _ files: DatabaseFiles, _ queue: WriteQueue, _ lock: CommitLock,
        _ settings: Database.Settings, _ statistics: WriteStatistics
    ) {
        self.connection = connection
        self.files = files
        self.queue = queue
        self.lock = lock
        self.settings = settings
        self.statistics = statistics
        log = WriteAheadLog(connection, checkpointPages: settings.checkpointPages)
    }

    func run() {
        var last = WriteSize.large
        while let size = queue.waitForWork(after: last) {
            last = size
            if let stoppage = log.stoppage, log.isCheckpointDue(after: stoppage) {
                checkpoint(.restart)
            }
            let failure = runBatch(size)
            if log.isCheckpointDue(after: failure) { checkpoint(.restart) }
        }
        checkpoint(.truncate)
    }

    /// Runs and commits what waits; returns the error if the transaction failed as a whole.
    private func runBatch(_ size: WriteSize) -> (any Error)? {
        let waiting = queue.count
        var batch: [any Job] = []
        let start = MonotonicTime.now
        do {
            if let stoppage = log.stoppage { throw stoppage }
            try lock.withLock(waitingAtMost: settings.busyTimeout) {
                try connection.transaction(.immediate) { _ in
                    try perform(&batch, size)
                    try files.check()
                    log.noteState()
                    for job in batch { job.beginCommit() }
                }
            }
            statistics.countCommit(
                writes: batch.count, duration: MonotonicTime.now - start, logPages: log.pages)
            for job in batch { job.finish(nil) }
            return nil
        } catch is RefusedAlone {
            for job in batch { job.finish(nil) }
            return nil
        } catch {
            statistics.countFailure()
            // The log must not be taken for that of the file which stands there now, so it goes
            // before anybody hears of it, and restarts the service.
            if (error as? SQLError)?.kind == .moved, log.pages > 0 { checkpoint(.truncate) }
            for job in batch { job.finish(error) }
            // If the transaction could not even begin, those who have waited as long share the
            // failure; each in turn would else wait for another time-out.
            if batch.isEmpty {
                for _ in 0..<waiting {
                    (queue.next(.ordinary) ?? queue.next(.large))?.finish(error)
                }
            }
            return error
        }
    }

    /// Runs waiting jobs, each in a savepoint, until none waits or the batch is large enough; a
    /// large one alone.
    ///
    /// - Throws: The error that cost the whole transaction.
    private func perform(_ batch: inout [any Job], _ size: WriteSize) throws {
        let deadline = MonotonicTime.now + settings.batchDuration
        let limit = size == .large ? 1 : settings.batchLimit
        while batch.count < limit, let job = queue.next(size) {
            batch.append(job)
            switch size {
            case .ordinary: try perform(job)
            case .large: try performAlone(job)
            }
            guard MonotonicTime.now < deadline else { return }
        }
    }

    private func perform(_ job: any Job) throws {
        try connection.run("SAVEPOINT request")
        do {
            try job.perform(on: connection)
            try connection.run("RELEASE request")
        } catch {
            if let loss = connection.transactionLoss { throw loss }
            try connection.run("ROLLBACK TO request")
            try connection.run("RELEASE request")
            job.refuse(error)
        }
    }

    /// Runs a job that has the transaction for itself, without a savepoint.
    ///
    /// In a savepoint SQLite would keep a copy of each page that is changed, in a list which it
    /// walks from the beginning after each statement: 100,000 claims would take ten times as long.
    ///
    /// - Throws: ``RefusedAlone`` if the job is refused, or the error that cost the transaction.
    private func performAlone(_ job: any Job) throws {
        do {
            try job.perform(on: connection)
        } catch {
            if let loss = connection.transactionLoss { throw loss }
            try files.check()
            job.refuse(error)
            throw RefusedAlone()
        }
    }

    /// Takes back the transaction of a refused job that was alone in it.
    private struct RefusedAlone: Error {}

    /// Copies the log into the database while no process of the service commits.
    private func checkpoint(_ mode: WriteAheadLog.CheckpointMode) {
        guard mayCheckpoint else { return }
        let hadFailed = log.failure != nil
        do {
            try lock.withLock(waitingAtMost: settings.busyTimeout) { try log.checkpoint(mode) }
            statistics.countCheckpoint()
            if hadFailed {
                settings.report("the write-ahead log is copied into the database again")
            }
        } catch {
            // Said once: it is tried again and again.
            guard !hadFailed else { return }
            settings.report("the write-ahead log was not copied into the database: \(error)")
        }
    }

    /// Whether the log belongs into the file that this process has open.
    ///
    /// Where another file has taken its place, it does as long as nobody but this process can have
    /// written to it since. It is better copied then: a log that is left behind would be read into
    /// the new file by whoever opens that next.
    private var mayCheckpoint: Bool {
        do {
            try files.check()
            return true
        } catch {
            return files.hasOwnLog && log.isUnchangedByOthers
        }
    }
}
