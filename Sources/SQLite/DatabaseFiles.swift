// SPDX-License-Identifier: Apache-2.0

import CSQLite
import POSIX
import SQL
import Synchronization

/// The files of a database that a process has open, known again by device and inode.
///
/// SQLite goes on with files that were moved, replaced or removed: what is written then is
/// acknowledged, and lost when the process ends. So each commit looks first whether the names still
/// stand for the files that are open, and reads do so now and then.
/// Source: https://www.sqlite.org/howtocorrupt.html, section 4
final class DatabaseFiles: Sendable {
    /// How old a good look may get before the next read takes another: a tenth of a second, since
    /// looking each time takes as long as a tenth of a small read.
    private static let lookNanoseconds: Int64 = 100_000_000

    private let database: KnownFile
    /// The write-ahead log and its index, which other programs leave alone as long as a connection
    /// is open.
    private let log: [KnownFile]
    /// When the next read has to look; the past as long as something is wrong.
    private let nextLook = Atomic<Int64>(0)

    /// Notes the files of a connection that stays open.
    ///
    /// - Parameters:
    ///   - connection: The connection; it reads once, since SQLite opens the log no sooner.
    ///   - settings: The name by which others find the database, which may be a link.
    /// - Throws: ``SQLError``, of kind ``SQLError/Kind/moved`` if they are gone already.
    init(of connection: Connection, _ settings: Database.Settings) throws {
        _ = try connection.row("PRAGMA schema_version") { $0.integer(0) }
        do throws(Errno) {
            database = try KnownFile(settings.path)
            let path = connection.filePath
            let suffixes = connection.isReadOnly ? [] : ["-wal", "-shm"]
            log = try suffixes.map { suffix throws(Errno) in try KnownFile(path + suffix) }
        } catch {
            throw SQLError.moved(settings.path, "\(error)")
        }
        var hasMoved: Int32 = 0
        let code = sqlite3_file_control(
            connection.handle.pointer, "main", SQLITE_FCNTL_HAS_MOVED, &hasMoved)
        guard code == SQLITE_OK, hasMoved == 0 else {
            throw SQLError.moved(settings.path, "another file is there")
        }
    }

    /// Looks whether the files are those that are open.
    ///
    /// - Throws: ``SQLError`` of kind ``SQLError/Kind/moved`` if not.
    func check() throws(SQLError) {
        nextLook.store(0, ordering: .relaxed)
        let now = MonotonicTime.now
        for file in [database] + log {
            switch file.state {
            case .same: continue
            case .missing(let error): throw SQLError.moved(file.path, "\(error)")
            case .other: throw SQLError.moved(file.path, "another file is there")
            }
        }
        nextLook.store(now.nanoseconds + DatabaseFiles.lookNanoseconds, ordering: .relaxed)
    }

    /// Looks as ``check()`` does, if the last look is too long ago or was not good.
    ///
    /// - Throws: ``SQLError`` of kind ``SQLError/Kind/moved`` if the files are not those that are open.
    func checkNowAndThen() throws(SQLError) {
        guard MonotonicTime.now.nanoseconds >= nextLook.load(ordering: .relaxed) else { return }
        try check()
    }

    /// Whether nobody else can have made a log where that of this process was.
    var hasOwnLog: Bool {
        log.allSatisfy { file in
            switch file.state {
            case .same, .missing(.noSuchFile): true
            case .missing, .other: false
            }
        }
    }
}

/// A file, and what stood at its path when it was opened.
private struct KnownFile: Sendable {
    let path: String
    private let status: FileStatus

    enum State {
        case same
        case other
        case missing(Errno)
    }

    init(_ path: String) throws(Errno) {
        self.path = path
        status = try File.status(of: path)
    }

    var state: State {
        do {
            return try File.status(of: path).isSameFile(as: status) ? .same : .other
        } catch {
            return .missing(error)
        }
    }
}

extension SQLError {
    /// A file is not where it was opened.
    fileprivate static func moved(_ path: String, _ reason: String) -> SQLError {
        let code = SQLITE_READONLY | 4 << 8  // SQLITE_READONLY_DBMOVED
        return SQLError(.moved, code: Int(code), "\(path): \(movedHint) (\(reason))")
    }
}

/// What an operator should do about it.
let movedHint =
    "moved, replaced or removed while the service has it open, so nothing is read or written any "
    + "more: restart the service"
