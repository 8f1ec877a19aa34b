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
/// process has the database open. A process that dies gives its locks back.
final class CommitLock {
    private let queue: FileLock
    private let turn: FileLock
    private let path: String

    /// Opens the lock files of a database, which are made as readable as the database is.
    ///
    /// - Throws: ``SQLError`` if that cannot be done.
    init(database path: String) throws(SQLError) {
        self.path = path
        do {
            let database = try File.status(of: path)
            queue = try FileLock(path: path + "-queue", like: database)
            turn = try FileLock(path: path + "-lock", like: database)
        } catch {
            throw SQLError(
                .cannotOpen, code: Int(SQLITE_CANTOPEN),
                "\(path)-lock: \(error): check that the service may write to the folder")
        }
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

extension FileLock {
    /// Opens a lock file that belongs to whom the database belongs to.
    ///
    /// A command that root runs must not leave files behind that the service may not open. SQLite
    /// does the same with its own files.
    fileprivate convenience init(path: String, like database: FileStatus) throws(Errno) {
        try self.init(path: path, mode: database.mode & 0o666)
        guard User.current.isSuperuser else { return }
        try File.setOwner(userID: database.userID, groupID: database.groupID, of: path)
    }
}
