// SPDX-License-Identifier: Apache-2.0

import CSQLite
import POSIX
import SQL
import Synchronization

/// The write-ahead log of a database, as the writer's connection sees it.
final class WriteAheadLog {
    /// How far a checkpoint goes once the log is copied into the database.
    enum CheckpointMode: Int32 {
        /// The next commit writes at the beginning of the log again.
        case restart = 2
        /// The log becomes an empty file.
        case truncate = 3
    }

    private let connection: Connection
    private let checkpointPages: Int
    private let size = Size()
    /// The size at which the next checkpoint is due.
    private var threshold: Int
    /// When the next checkpoint may be tried, after one that failed.
    private var retryTime = MonotonicTime.now
    /// Why the newest checkpoint failed, if it did.
    private(set) var failure: SQLError?
    /// What SQLite counted of other connections' commits when ``noteState()`` was called.
    private var foreignChanges: Int?

    /// Follows the log of `connection`, whose automatic checkpoints this replaces.
    init(_ connection: Connection, checkpointPages: Int) {
        self.connection = connection
        self.checkpointPages = checkpointPages
        threshold = checkpointPages
        noteState()
        sqlite3_wal_hook(
            connection.handle.pointer,
            { context, _, _, pages in
                guard let context else { return SQLITE_OK }
                Unmanaged<Size>.fromOpaque(context).takeUnretainedValue()
                    .pages.store(Int(pages), ordering: .relaxed)
                return SQLITE_OK
            }, Unmanaged.passUnretained(size).toOpaque())
    }

    deinit {
        sqlite3_wal_hook(connection.handle.pointer, nil, nil)
    }

    /// Pages in the log after the newest commit.
    var pages: Int { size.pages.load(ordering: .relaxed) }

    /// Whether a checkpoint should be made now: the log is long, or the newest commit met a full
    /// disk, when a checkpoint may make room for further ones within the log.
    func isCheckpointDue(after failure: (any Error)?) -> Bool {
        let isFull = (failure as? SQLError)?.kind == .full
        return (isFull || pages >= threshold) && MonotonicTime.now >= retryTime
    }

    /// Why nothing may be written: the log is long already and cannot be copied.
    ///
    /// Else it would go on growing on a disk that has room for nothing more, until it had taken
    /// the room that its own copying needs.
    var stoppage: SQLError? { pages >= 2 * checkpointPages ? failure : nil }

    /// Notes which commits of other connections are known of.
    func noteState() {
        foreignChanges = countedForeignChanges
    }

    /// Whether no other connection has committed since ``noteState()``.
    var isUnchangedByOthers: Bool {
        guard let foreignChanges else { return false }
        return countedForeignChanges == foreignChanges
    }

    /// - Returns: `nil` if it cannot be told, so that nothing is done on the strength of it.
    private var countedForeignChanges: Int? {
        do {
            return try connection.row("PRAGMA data_version") { $0.integer(0) }
        } catch {
            return nil
        }
    }

    /// Copies the log into the database.
    ///
    /// A reader that stays in an old state keeps a part of the log from being copied or started
    /// again. It is waited for only for a moment, and the next try comes when the log has grown
    /// by as much again; after an error it comes a moment later.
    ///
    /// - Throws: ``SQLError``, the log staying as it is.
    func checkpoint(_ mode: CheckpointMode) throws(SQLError) {
        let patience = connection.busyHandler.limit
        connection.busyHandler.limit = .milliseconds(20)
        defer { connection.busyHandler.limit = patience }
        // Both modes hold SQLite's write lock all the time, so programs that are not ours commit
        // before or after, too.
        let code = sqlite3_wal_checkpoint_v2(
            connection.handle.pointer, nil, mode.rawValue, nil, nil)
        let isHeldUp = code & 0xff == SQLITE_BUSY
        guard code == SQLITE_OK || isHeldUp else {
            let error = SQLError(code, on: connection.handle, path: connection.path)
            failure = error
            retryTime = .now + .milliseconds(100)
            throw error
        }
        failure = nil
        if !isHeldUp { size.pages.store(0, ordering: .relaxed) }
        threshold = pages + checkpointPages
    }

    private final class Size: Sendable {
        let pages = Atomic(0)
    }
}
