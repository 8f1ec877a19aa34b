// SPDX-License-Identifier: Apache-2.0

import CSQLite
import POSIX
import SQL

/// The right to write to a database file, which the service's processes hand on in turn.
///
/// SQLite has a write lock of its own, and programs that are not ours are held off by nothing else.
/// This lock stands before it for two reasons:
///
/// - SQLite 3.7.0 to 3.51.2 can damage a database when one connection copies the write-ahead log
///   into the database while another one commits
///   (https://www.sqlite.org/wal.html#walresetbug). Whoever holds this lock is alone with both.
/// - SQLite hands its lock to whoever happens to try at the right moment. Here the one who waits
///   holds the place in the queue, so a busy process cannot pass it: each waits for at most one
///   batch of each other.
///
/// The lock is on two files beside the database, `-lock` and `-queue`. They may be removed while no
/// process has the database open. A process that dies gives its locks back. Whoever may read them
/// can take the lock, so they are for those alone who may write the database.
final class CommitLock {
    private let queue: FileLock
    private let turn: FileLock
    private let path: String

    /// Opens the lock files of the database that a connection has open.
    ///
    /// - Throws: ``SQLError`` if that cannot be done.
    init(_ connection: Connection) throws(SQLError) {
        // Two names of one file must not give two locks.
        let path = connection.filePath
        self.path = path
        do {
            let database = try File.status(of: path)
            queue = try CommitLock.file(path + "-queue", of: database)
            turn = try CommitLock.file(path + "-lock", of: database)
        } catch {
            throw SQLError(
                .cannotOpen, code: Int(SQLITE_CANTOPEN),
                "\(path)-lock: \(error): check that the service may write to the folder")
        }
    }

    /// Opens a lock file that only those may read who may write the database.
    private static func file(
        _ path: String, of database: FileStatus
    ) throws(Errno) -> FileLock {
        // Of each three bits, the second says who may write, and the first who may read.
        let writers = database.mode & 0o222 | 0o200
        let mode = writers | writers << 1
        let lock = try FileLock(path: path, mode: mode)
        let status = try File.status(of: path)
        do {
            // As SQLite does with its own files: those that root has made are for the owner of the
            // database, too.
            if status.userID != database.userID || status.groupID != database.groupID {
                let isRoot = User.current.isSuperuser
                try File.setOwner(
                    userID: isRoot ? database.userID : nil, groupID: database.groupID, of: path)
            }
            // One from an earlier version may be open to all.
            if status.mode & ~mode != 0 { try File.setMode(status.mode & mode, of: path) }
        } catch .notPermitted {
            // It belongs to somebody else who may write the database, and who sees to it.
        }
        return lock
    }

    /// Runs `body` while no other process of the service writes.
    ///
    /// - Parameters:
    ///   - limit: How long to wait for the lock.
    ///   - body: What to do.
    /// - Returns: What `body` returned.
    /// - Throws: ``SQLError`` of kind ``SQLError/Kind/busy`` when the time is over, and what `body`
    ///   throws.
    func withLock<Result>(waitingAtMost limit: Duration, _ body: () throws -> Result) throws
        -> Result
    {
        guard try queue.lock(.exclusive, atMost: limit) else { throw busy(limit) }
        do {
            defer { queue.unlock() }
            guard try turn.lock(.exclusive, atMost: limit) else { throw busy(limit) }
        }
        defer { turn.unlock() }
        return try body()
    }

    private func busy(_ limit: Duration) -> SQLError {
        SQLError(
            .busy, code: Int(SQLITE_BUSY),
            "\(path): another process of the service has been writing for \(limit)")
    }
}
